using System.Diagnostics;
using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: model, and Wine where a process is killed, with an entry that it keeps.</summary>
public sealed class UserEntriesTests
{
    private const string User = "S-1-5-21-1-2-3-1001";
    private static readonly Ace Grant = RootRights.Allow(CapabilitySid.ForName("root"), isContainer: true);

    [Fact]
    public void While_a_session_runs_nothing_is_taken_back_and_it_is_named()
    {
        var (disk, ledger, _) = Applied();
        using (ledger)
        {
            var left = disk.Snapshot();
            Assert.Contains("session s1, s2 runs",
                Assert.Single(UserEntries.TakeBack(ledger, disk, () => ["s1", "s2"], _ => Assert.Fail("told"))),
                StringComparison.Ordinal);
            Assert.Equal(left, disk.Snapshot());
            Assert.Equal(2, ledger.Book.Owed.Count());
        }
    }

    [Fact]
    public void All_is_taken_back_and_told_the_newest_first()
    {
        var (disk, ledger, original) = Applied();
        using (ledger)
        {
            var told = new List<string>();
            Assert.Empty(UserEntries.TakeBack(ledger, disk, () => [], c => told.Add(c.Path)));
            Assert.Equal([@"C:\two", @"C:\one"], told, StringComparer.Ordinal);
            Assert.Equal(original, disk.Snapshot());
            Assert.Empty(UserEntries.TakeBack(ledger, disk,
                () => throw new InvalidOperationException("nothing is owed"), _ => Assert.Fail("told")));
        }
    }

    [Fact]
    public void What_cannot_be_taken_back_is_named_stays_owed_and_goes_the_next_time()
    {
        var (disk, ledger, original) = Applied();
        using (ledger)
        {
            disk.Find(@"C:\two")!.Refuses = "access denied";
            Assert.StartsWith(@"C:\two: access denied; to try again",
                Assert.Single(UserEntries.TakeBack(ledger, disk, () => [], _ => { })), StringComparison.Ordinal);
            Assert.Equal(@"C:\two", Assert.Single(ledger.Book.Owed).Change.Path);
            disk.Find(@"C:\two")!.Refuses = null;
            Assert.Empty(UserEntries.TakeBack(ledger, disk, () => [], _ => { }));
            Assert.Equal(original, disk.Snapshot());
        }
    }

    [WindowsFact]
    public void Killed_at_each_entry_it_goes_on()
    {
        for (var moment = 0; ; moment++)
        {
            using var scratch = new Scratch();
            string[] files = [scratch.Write("one"), scratch.Write("two"), scratch.Write("three")];
            foreach (var file in files)
            {
                using var item = NativeSecurityStore.OpenItem(file, ItemAccess.WriteDacl)!;
                // Wine's files are everybody's to read
                item.WriteDacl(SecurityDescriptor.Parse($"D:P(A;;FA;;;SY)(A;;FA;;;{item.Read().Owner})"));
            }

            var before = files.Select(Descriptor).ToArray();
            using (var ledger = LedgerFile.Open($@"{scratch.Folder}\ledger"))
            {
                var hardening = new Hardening(new NativeSecurityStore(), ledger);
                foreach (var file in files)
                    Assert.Empty(hardening.EnsureEntry(file, Identity(file), KilledHardening.ForFile));
                Assert.NotEqual(before, files.Select(Descriptor), StringComparer.Ordinal);
            }

            using (var process = Process.Start(new ProcessStartInfo(Inside.Program, ["--inside", "take-back",
                scratch.Folder, moment.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false })!)
            {
                process.WaitForExit();
                if (process.ExitCode == 0)
                {
                    Assert.Equal(files.Length, moment);
                    return;
                }
            }

            using var rest = LedgerFile.Open($@"{scratch.Folder}\ledger");
            Assert.Equal(files.Length - 1 - moment, rest.Book.Owed.Count());
            Assert.Empty(UserEntries.TakeBack(rest, new NativeSecurityStore(), () => [], _ => { }));
            Assert.Equal(before, files.Select(Descriptor), StringComparer.Ordinal);
            Assert.Empty(rest.Book.Owed);
        }
    }

    /// <summary>
    /// The verb of <see cref="Inside"/>: ends itself, as the task manager would end it, when so many are taken back.
    /// </summary>
    internal static int TakeBack(string folder, int diesAt)
    {
        using var ledger = LedgerFile.Open($@"{folder}\ledger");
        var count = 0;
        return UserEntries.TakeBack(ledger, new NativeSecurityStore(), () => [], _ =>
        {
            if (count++ != diesAt) return;
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }).Length;
    }

    internal static FileIdentity Identity(string path)
    {
        using var item = NativeSecurityStore.OpenItem(path, ItemAccess.Read)!;
        return item.Identity;
    }

    internal static string Descriptor(string path)
    {
        using var item = NativeSecurityStore.OpenItem(path, ItemAccess.Read)!;
        return item.Read().ToSddl();
    }

    private static (ModelStore Disk, LedgerFile Ledger, string Original) Applied()
    {
        var disk = new ModelStore($"O:{User}G:{User}D:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;{User})");
        foreach (var path in (string[])[@"C:\one\", @"C:\one\in", @"C:\two\"]) disk.Add(path);
        var original = disk.Snapshot();
        var ledger = LedgerFile.Open(new MemoryStream());
        var hardening = new Hardening(disk, ledger);
        foreach (var path in (string[])[@"C:\one", @"C:\two"])
            Assert.Empty(hardening.EnsureEntry(path, disk.IdentityOf(path), Grant));
        return (disk, ledger, original);
    }
}
