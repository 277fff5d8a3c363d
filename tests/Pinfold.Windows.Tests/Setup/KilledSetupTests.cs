using System.Diagnostics;
using Microsoft.Win32;
using Pinfold.Core.Ledger;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>
/// Level of evidence: Wine, whose files, keys and ends of processes are real. The whole set-up is shown in memory
/// (Core's SetupRunTests).
/// </summary>
public sealed class KilledSetupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pinfold-killed-").FullName;

    public KilledSetupTests()
    {
        Directory.CreateDirectory($@"{_folder}\from");
        Directory.CreateDirectory($@"{_folder}\to");
        File.WriteAllText($@"{_folder}\from\tool.exe", "a program");
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Registry.LocalMachine.DeleteSubKeyTree($@"SOFTWARE\PinfoldTests\{Path.GetFileName(_folder)}",
            throwOnMissingSubKey: false);
    }

    [WindowsFact]
    public void The_ledger_on_the_disk_tells_where_a_set_up_was_killed() => KillAtEachMoment("setup");

    [WindowsFact]
    public void The_ledger_on_the_disk_tells_where_an_uninstall_was_killed() => KillAtEachMoment("uninstall");

    private void KillAtEachMoment(string verb)
    {
        Assert.SkipUnless(WineVersion.Current is not null || Environment.IsPrivilegedProcess, "needs an administrator");
        var changes = KilledSetup.Changes(_folder);
        for (var moment = 0; ; moment++)
        {
            if (verb == "uninstall") KilledSetup.Do(_folder, run => run.Make(changes));
            if (!Killed(verb, moment)) break;
            if (moment % 2 == 0)
            {
                KilledSetup.Do(_folder, run => run.Make(changes));
                Assert.All(changes, c => Assert.True(new HostChanges("").Holds(c), c.Describe()));
            }

            KilledSetup.Do(_folder, run => run.TakeBackAll());
            Assert.All(changes, c => Assert.False(new HostChanges("").Holds(c), c.Describe()));
            Assert.Empty(Directory.EnumerateFileSystemEntries($@"{_folder}\to"));
            using var ledger = LedgerFile.Open($@"{_folder}\ledger");
            Assert.Empty(ledger.Book.Owed);
            Assert.Empty(ledger.Book.Faults);
            Assert.True(moment < 4 * changes.Length, "it never ends");
        }
    }

    private bool Killed(string verb, int moment)
    {
        using var process = Process.Start(new ProcessStartInfo(Inside.Program, ["--inside", "setup", verb,
            _folder, moment.ToString(System.Globalization.CultureInfo.InvariantCulture)]) { UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode != 0;
    }
}
