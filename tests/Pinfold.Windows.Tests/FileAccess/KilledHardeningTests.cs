using System.Diagnostics;
using System.Globalization;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// Level of evidence: Wine, whose files and ends of processes are real. It keeps entries for the owner and for
/// everybody, as mode bits, and drops the mark that an entry is inherited: what a folder had passed on stays below it,
/// and only real Windows is asked whether it goes. All of that is shown in memory (HardeningTests).
/// </summary>
public sealed class KilledHardeningTests : IDisposable
{
    // Process.Kill's exit code; two entries of three writes each and three descriptors
    private const int Killed = -1, Fewest = 16;
    private readonly Scratch _scratch = new();

    public KilledHardeningTests()
    {
        foreach (var path in (string[])[_scratch.Make("tree"), _scratch.Write("file")])
        {
            using var item = new NativeSecurityStore().Open(path, ItemAccess.WriteDacl)!;
            var flags = item.IsFolder ? "OICI" : "";
            item.WriteDacl(SecurityDescriptor.Parse($"D:P(A;{flags};FA;;;SY)(A;{flags};FA;;;{item.Read().Owner})"));
        }

        _scratch.Write(@"tree\below");
    }

    public void Dispose() => _scratch.Dispose();

    [WindowsFact]
    public void Killed_at_each_moment_of_a_hardening_it_is_gone_on_with_or_taken_back() => KillAtEachMoment("harden");

    [WindowsFact]
    public void Killed_at_each_moment_of_an_undo_it_is_made_again_or_taken_back() => KillAtEachMoment("undo");

    private void KillAtEachMoment(string verb)
    {
        var before = Dacls();
        for (var moment = 0; ; moment++)
        {
            if (verb == "undo") KilledHardening.Do(_scratch.Folder, "harden");
            if (!IsKilled(verb, moment))
            {
                Assert.InRange(moment, Fewest, 100);
                return;
            }

            if (moment % 2 == 0)
            {
                KilledHardening.Do(_scratch.Folder, "harden");
                Assert.Contains(KilledHardening.ForFolder, Dacl("tree").Aces);
                Assert.Contains(KilledHardening.ForFile, Dacl("file").Aces);
            }

            KilledHardening.Do(_scratch.Folder, "undo");
            Assert.Equal(before, Dacls());
            using var ledger = LedgerFile.Open($@"{_scratch.Folder}\ledger");
            Assert.Empty(ledger.Book.Owed);
            Assert.Empty(ledger.Book.Faults);
        }
    }

    private bool IsKilled(string verb, int moment)
    {
        var start = new ProcessStartInfo(Inside.Program, ["--inside", "harden",
            verb, _scratch.Folder, moment.ToString(CultureInfo.InvariantCulture)]) { UseShellExecute = false };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        Assert.Contains(process.ExitCode, new[] { 0, Killed });
        return process.ExitCode == Killed;
    }

    private string Dacls() =>
        string.Join('\n', ((string[])["tree", "file", .. WineVersion.Current is null ? (string[])[@"tree\below"] : []])
            .Select(n => $"{n} {Dacl(n)}"));

    private Acl Dacl(string name)
    {
        using var item = new NativeSecurityStore().Open(_scratch[name], ItemAccess.Read)!;
        return item.Read().Dacl!;
    }
}
