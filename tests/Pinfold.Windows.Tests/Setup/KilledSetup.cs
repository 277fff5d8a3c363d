using System.Diagnostics;
using Pinfold.Core.Ledger;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Setup;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>
/// A set-up of what every Windows has, in a folder and a key of the test's own. The process ends itself, as the task
/// manager would end it, at a chosen moment.
/// </summary>
internal static class KilledSetup
{
    internal const string Key = @"HKEY_LOCAL_MACHINE\SOFTWARE\PinfoldTests";

    internal static LedgerChange[] Changes(string folder) =>
    [
        new LedgerChange.AddKey($@"{Key}\{Path.GetFileName(folder)}", ""),
        new LedgerChange.AddKey($@"{Key}\{Path.GetFileName(folder)}\UserList", ""),
        new LedgerChange.HideAccount($@"{Key}\{Path.GetFileName(folder)}\UserList", "PinfoldOffline"),
        new LedgerChange.CopyProgram($@"{folder}\to\tool.exe", "", ProgramFiles.Hash($@"{folder}\from\tool.exe")),
    ];

    internal static void Do(string folder, Action<SetupRun> work, int diesAt = int.MaxValue)
    {
        using var ledger = LedgerFile.Open($@"{folder}\ledger");
        work(new(ledger, new Host(folder, diesAt), _ => { }));
    }

    /// <summary>The verb of <see cref="Inside"/>.</summary>
    internal static int Run(string verb, string folder, int diesAt)
    {
        Do(folder, run =>
        {
            if (verb == "setup") run.Make(Changes(folder));
            else run.TakeBackAll();
        }, diesAt);
        return 0;
    }

    private sealed class Host(string folder, int diesAt) : ISetupHost
    {
        private readonly HostChanges _real = new($@"{folder}\from");
        private int _moment;

        public bool Holds(LedgerChange change) => _real.Holds(change);

        public void Make(LedgerChange change)
        {
            Pass();
            _real.Make(change);
            Pass();
        }

        public string? TakeBack(LedgerChange change)
        {
            Pass();
            var note = _real.TakeBack(change);
            Pass();
            return note;
        }

        private void Pass()
        {
            if (_moment++ != diesAt) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
