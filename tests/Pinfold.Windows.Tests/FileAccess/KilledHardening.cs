using System.Diagnostics;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// A folder with a file in it, and a file, are hardened on the disk. The process ends itself, as the task manager would
/// end it, at a chosen moment.
/// </summary>
internal static class KilledHardening
{
    /// <summary>An entry that even Wine keeps, for it has mode bits for everybody.</summary>
    internal static readonly Ace ForFolder = EntryOf("D:(A;OICI;0x1301ff;;;WD)"),
        ForFile = EntryOf("D:(A;;0x1301ff;;;WD)");

    internal static void Do(string folder, string verb, int diesAt = int.MaxValue)
    {
        var moment = 0;
        using var ledger = LedgerFile.Open(new MortalStream($@"{folder}\ledger", Pass));
        var store = new MortalStore(new NativeSecurityStore(), Pass);
        var hardening = new Hardening(store, ledger);
        var faults = verb == "undo" ? hardening.UndoAll() : [.. Ensure("tree", ForFolder), .. Ensure("file", ForFile)];
        if (!faults.IsEmpty) throw new InvalidOperationException(string.Join('\n', faults));

        IEnumerable<PathFault> Ensure(string name, Ace entry)
        {
            var path = $@"\\?\{folder}\{name}";
            using var item = store.Open(path, ItemAccess.Read)!;
            return hardening.EnsureEntry(path, item.Identity, entry);
        }

        void Pass()
        {
            if (moment++ != diesAt) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }

    /// <summary>The verb of <see cref="Inside"/>.</summary>
    internal static int Run(string verb, string folder, int diesAt)
    {
        Do(folder, verb, diesAt);
        return 0;
    }

    private static Ace EntryOf(string sddl) => SecurityDescriptor.Parse(sddl).Dacl!.Aces[0];
}
