using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>What doctor finds, over a host in memory. Level of evidence: the model.</summary>
public sealed class InstallationFaultsTests
{
    [Fact]
    public void Each_account_right_filter_key_file_and_service_that_is_missing_is_named_alone()
    {
        var book = MemoryHost.BookOf(
            WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys));
        Assert.Empty(Found(book, Without(book, null)));
        foreach (var change in book.Entries.Select(e => e.Change))
            Assert.Equal([$"'{change.Describe()}' does not hold any more"], Found(book, Without(book, change)),
                StringComparer.Ordinal);
        var kinds = book.Entries.Select(e => e.Change.GetType()).ToHashSet();
        Type[] asked = [typeof(LedgerChange.AddLocalAccount), typeof(LedgerChange.GrantRight),
            typeof(LedgerChange.AddFilters), typeof(LedgerChange.InstallService), typeof(LedgerChange.StartService)];
        Assert.Subset(kinds, asked.ToHashSet());
    }

    [Fact]
    public void What_was_cut_off_and_a_service_that_setup_did_not_reach_are_named()
    {
        var book = new LedgerBook();
        book.Intend(new LedgerChange.GrantRight("SeBatchLogonRight", "x"), out _);
        var found = Found(book, Without(book, null));
        Assert.Contains(found, f => f.EndsWith("was cut off (Intended)", StringComparison.Ordinal));
        Assert.Contains(found, f => f.Contains("did not get as far as the broker's service", StringComparison.Ordinal));
    }

    /// <summary>Whether the state before setup is kept is of the real disk.</summary>
    private static string[] Found(LedgerBook book, ISetupHost host) =>
        [.. InstallationFaults.Find(book, host).Where(f => !f.StartsWith(SetupPaths.Before, StringComparison.Ordinal))];

    private static MemoryHost Without(LedgerBook book, LedgerChange? missing) =>
        new() { Made = [.. book.Entries.Select(e => e.Change).Where(c => c != missing)] };
}
