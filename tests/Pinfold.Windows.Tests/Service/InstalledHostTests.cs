using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Windows.Service;
using Pinfold.Windows.Tests.Setup;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>What the broker puts back, over a host in memory.</summary>
public sealed class InstalledHostTests
{
    [Fact]
    public void A_repair_puts_back_accounts_rights_and_filters_in_their_order_and_no_program()
    {
        var book = MemoryHost.BookOf(
            WindowsSetup.Typical("f00d").Changes([("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys));
        var host = new MemoryHost();
        Assert.Null(new InstalledHost(book, host).Repair());
        Assert.Equal("AddKey HideAccount AddLocalGroup AddLocalAccount GrantRight AddFilters EnableAccount",
            string.Join(' ', host.Made.Select(c => c.GetType().Name).Distinct(StringComparer.Ordinal)));
        var made = host.Made.Count;
        Assert.Null(new InstalledHost(book, host).Repair());
        Assert.Equal(made, host.Made.Count);
    }

    [Fact]
    public void What_does_not_stay_is_named_and_no_account_is_enabled_after_it()
    {
        var book = MemoryHost.BookOf(WindowsSetup.Typical("f00d").Changes([], []));
        var host = new MemoryHost { Forgets = typeof(LedgerChange.AddFilters) };
        Assert.Contains("add the network filters of Pinfold", new InstalledHost(book, host).Repair(),
            StringComparison.Ordinal);
        Assert.DoesNotContain(host.Made, c => c is LedgerChange.EnableAccount);
    }

    /// <summary>
    /// Setup runs while the broker does: the table that it makes counts from the moment that it is announced, and the
    /// old one is never put back.
    /// </summary>
    [Fact]
    public void A_set_up_for_another_network_is_taken_over_at_once_and_accounts_are_enabled_after_its_filters()
    {
        var setup = WindowsSetup.Typical("f00d");
        var book = MemoryHost.BookOf(setup.Changes([], []));
        var old = book.Entries.Single(e => e.Change is LedgerChange.AddFilters);
        LedgerBook? changed = null;
        var host = new MemoryHost();
        var installed = new InstalledHost(book, host, () => changed);
        Assert.Null(installed.Repair());
        host.Made.Clear(); // everything is lost
        changed = book;
        book.Intend(
            (setup with { Network = NetworkMode.Offline }).Changes([], []).OfType<LedgerChange.AddFilters>().Single(),
            out var next);
        for (var moment = 0; moment < 4; moment++)
        {
            if (moment == 1) book.Move(next, LedgerState.Applied, out next);
            if (moment == 2) book.Move(old, LedgerState.Undoing, out old);
            if (moment == 3) book.Move(old, LedgerState.Undone, out old);
            Assert.Null(installed.Repair());
            Assert.Equal("offline", Assert.Single(host.Made.OfType<LedgerChange.AddFilters>()).Network);
            Assert.True(host.Made.FindIndex(c => c is LedgerChange.AddFilters) < host.Made.FindIndex(
                c => c is LedgerChange.EnableAccount));
        }
    }

    [Fact]
    public void A_ledger_that_cannot_be_read_any_more_starts_nothing()
    {
        var installed = new InstalledHost(new(), new MemoryHost(), () => throw new IOException("torn"));
        Assert.Contains("torn", installed.Repair(), StringComparison.Ordinal);
    }
}
