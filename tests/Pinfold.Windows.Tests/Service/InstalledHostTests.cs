using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>What the broker puts back, over a host in memory.</summary>
public sealed class InstalledHostTests
{
    [Fact]
    public void A_repair_puts_back_accounts_rights_and_filters_in_their_order_and_no_program()
    {
        var book = new LedgerBook();
        foreach (var change in WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys))
        {
            book.Intend(change, out var entry);
            book.Move(entry, LedgerState.Applied, out _);
        }

        var host = new EmptyHost();
        Assert.Null(new InstalledHost(book, host).Repair());
        Assert.Equal("AddKey HideAccount AddLocalGroup AddLocalAccount GrantRight AddFilters EnableAccount", string.Join(' ', host.Made.Select(c => c.GetType().Name).Distinct(StringComparer.Ordinal)));
        var made = host.Made.Count;
        Assert.Null(new InstalledHost(book, host).Repair());
        Assert.Equal(made, host.Made.Count);
    }

    [Fact]
    public void What_does_not_stay_is_named_and_no_account_is_enabled_after_it()
    {
        var book = new LedgerBook();
        foreach (var change in WindowsSetup.Typical("f00d").Changes([], []))
        {
            book.Intend(change, out var entry);
            book.Move(entry, LedgerState.Applied, out _);
        }

        var host = new EmptyHost { Forgets = typeof(LedgerChange.AddFilters) };
        Assert.Contains("add the network filters of Pinfold", new InstalledHost(book, host).Repair(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Made, c => c is LedgerChange.EnableAccount);
    }

    private sealed class EmptyHost : ISetupHost
    {
        internal List<LedgerChange> Made { get; } = [];

        internal Type? Forgets { get; init; }

        public bool Holds(LedgerChange change) => change.GetType() != Forgets && Made.Contains(change);

        public void Make(LedgerChange change) => Made.Add(change);

        public string? TakeBack(LedgerChange change) => throw new InvalidOperationException("a repair takes nothing back");
    }
}
