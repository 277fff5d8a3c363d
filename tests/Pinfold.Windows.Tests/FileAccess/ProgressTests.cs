using Pinfold.Windows.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>Level of evidence: Wine, with an entry that it keeps.</summary>
public sealed class ProgressTests
{
    private const int Files = 1001; // one more than from one report to the next

    [WindowsFact]
    public void The_first_propagation_tells_how_far_it_is_and_the_second_is_none()
    {
        using var scratch = new Scratch();
        var folder = scratch.Make("tree");
        for (var i = 0; i < Files; i++) scratch.Write($@"tree\{i}");
        using var ledger = LedgerFile.Open(new MemoryStream());
        var progress = new Reports();
        var store = new NativeSecurityStore();
        var hardening = new Hardening(store, ledger, progress: progress);
        FileIdentity identity;
        using (var item = store.Open(folder, ItemAccess.Read)!) identity = item.Identity;
        Assert.Empty(hardening.EnsureEntry(folder, identity, KilledHardening.ForFolder));
        Assert.Equal([1000, Files], progress.Seen);
        Assert.Empty(hardening.EnsureEntry(folder, identity, KilledHardening.ForFolder));
        Assert.Equal(2, progress.Seen.Count);
    }

    private sealed class Reports : IProgress<long>
    {
        internal List<long> Seen { get; } = [];

        public void Report(long value) => Seen.Add(value);
    }
}
