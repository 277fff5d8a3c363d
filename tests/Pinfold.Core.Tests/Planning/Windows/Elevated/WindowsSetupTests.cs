using Pinfold.Core.Ledger;
using Pinfold.Core.Planning.Windows.Elevated;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

public sealed class WindowsSetupTests
{
    private static readonly WindowsSetup Typical = WindowsSetup.Typical("f00d");
    private static readonly LedgerChange[] Changes =
        [.. Typical.Changes([("pinfold.exe", new('a', 64)), ("pinfold-broker.exe", new('b', 64))], WindowsSetup.Keys)];

    [Fact]
    public void The_plan_is_approved_text() =>
        Approved.Verify(string.Join('\n', Changes.Select(c => $"{c.Describe()}\n    undo: {c.Undo}")), "typical");

    [Fact]
    public void Every_change_survives_the_ledger()
    {
        var book = new LedgerBook();
        byte[] bytes = [.. Changes.SelectMany(c => book.Intend(c, out _))];
        var replayed = LedgerBook.Replay(bytes);
        Assert.Empty(replayed.Faults);
        Assert.Equal(Changes, replayed.Entries.Select(e => e.Change));
    }

    /// <summary>
    /// At no moment, however the set-up ends, is there an account that can be used and is not filtered.
    /// </summary>
    [Fact]
    public void An_account_is_enabled_after_its_rights_and_filters_and_the_service_comes_last()
    {
        var filters = Array.FindIndex(Changes, c => c is LedgerChange.AddFilters);
        Assert.All(Changes[..filters], c => Assert.IsNotType<LedgerChange.EnableAccount>(c));
        Assert.All(Changes[filters..], c => Assert.False(c is LedgerChange.GrantRight or LedgerChange.AddLocalAccount));
        Assert.IsType<LedgerChange.StartService>(Changes[^1]);
        Assert.IsType<LedgerChange.InstallService>(Changes[^2]);
    }

    [Fact]
    public void Each_account_may_log_on_as_a_batch_job_and_in_no_other_way() =>
        Assert.All(["PinfoldOffline", "PinfoldOnline"], name => Assert.Equal(
            ["SeBatchLogonRight", "SeDenyInteractiveLogonRight", "SeDenyNetworkLogonRight",
                "SeDenyRemoteInteractiveLogonRight", "SeDenyServiceLogonRight"],
            Changes.OfType<LedgerChange.GrantRight>().Where(g => g.Identity == name)
                .Select(g => g.Path).Order(StringComparer.Ordinal),
            StringComparer.Ordinal));

    [Theory]
    [InlineData("", "b", "c")]
    [InlineData("a", "A", "c")]
    [InlineData("a/b", "b", "c")]
    [InlineData("a name that is too long", "b", "c")]
    [InlineData("a", "b.", "c")]
    [InlineData("a", "...", "c")]
    [InlineData("a", "b", "d@e")]
    [InlineData("a\nb", "b", "c")]
    public void Names_that_Windows_refuses_are_refused_before(string offline, string online, string group) =>
        Assert.NotNull((Typical with { Offline = offline, Online = online, Group = group }).Fault());

    [Theory]
    [InlineData(0, 1)]
    [InlineData(49089, 1)]
    [InlineData(65535, 1)]
    [InlineData(5000, 5000)]
    [InlineData(5000, 5063)]
    public void A_row_of_ports_that_Windows_hands_out_or_that_all_commands_share_is_refused(ushort first,
        ushort loopback) =>
        Assert.NotNull((Typical with { ProxyPort = first, Loopback = [loopback] }).Fault());

    [Theory]
    [InlineData(49088, 1)]
    [InlineData(5000, 4999)]
    [InlineData(5000, 5064)]
    public void A_row_below_is_not(ushort first, ushort loopback) =>
        Assert.Null((Typical with { ProxyPort = first, Loopback = [loopback] }).Fault());

    [Fact]
    public void The_usual_names_are_fine() => Assert.Null(Typical.Fault());
}
