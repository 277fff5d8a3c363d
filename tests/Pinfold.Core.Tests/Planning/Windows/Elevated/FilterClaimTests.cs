using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.Tests.WindowsModel.Filtering;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>
/// What the filter table promises, on the simulated arbiter, whatever other programs' filters there are below it.
/// </summary>
public sealed class FilterClaimTests
{
    private static readonly string[] OfflineReaches =
    [
        $"TCP to 127.0.0.1 port {Networks.Port}",
        $"TCP to ::ffff:127.0.0.1 port {Networks.Port}", $"TCP to ::1 port {Networks.Port}",
        $"TCP server on 127.0.0.1 port {Networks.Port}, reached from 127.0.0.1",
        $"TCP server on ::1 port {Networks.Port}, reached from ::1",
    ];

    public static TheoryData<int> Mappings => [.. Enumerable.Range(0, FilterEngine.Mappings.Length)];

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Offline_commands_reach_their_own_proxy_if_they_have_one_and_the_loopback_ports_and_nothing_else(int mapping)
    {
        foreach (var slot in (int?[])[null, 0, 1, ProxyPorts.Count - 1])
        {
            foreach (var token in (Token[])[Networks.CommandOf(Networks.Offline, slot),
                Networks.LogonOf(Networks.Offline, slot)])
            {
                Assert.Equal(With(slot).Order(StringComparer.Ordinal), Reached(Engine(mapping), token),
                    StringComparer.Ordinal);
                // the control: without filters all of it succeeds
                Assert.Equal(Networks.All.Length, Networks.All.Count(a => a.Succeeds(new([], []), token)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Each_place_of_the_row_opens_its_port_and_no_other_of_the_row(int mapping)
    {
        var engine = Engine(mapping);
        for (var slot = 0; slot < ProxyPorts.Count; slot++)
        {
            var token = Networks.CommandOf(Networks.Offline, slot);
            Assert.Equal([slot], Enumerable.Range(-1, ProxyPorts.Count + 2)
                .Where(i => NetworkAttempt.To(6, "127.0.0.1", (uint)(Networks.Proxy + i)).Succeeds(engine, token)));
        }
    }

    /// <summary>A SID that is in the token once would open the port in one way of asking and not in another.</summary>
    [Fact]
    public void The_SID_of_a_place_is_needed_among_the_groups_and_among_the_restricting_SIDs()
    {
        var (whole, without) = (Networks.CommandOf(Networks.Offline, 0), Networks.CommandOf(Networks.Offline));
        var opened = FilterEngine.Mappings.Select((_, m) => Proxies(Engine(m), whole)).ToArray();
        Assert.Equal([1, 1, 1], opened);
        Assert.Contains(0, FilterEngine.Mappings.Select(
            (_, m) => Proxies(Engine(m), whole with { RestrictingSids = without.RestrictingSids })));
        Assert.Equal([0, 0, 0],
            FilterEngine.Mappings.Select((_, m) => Proxies(Engine(m), whole with { Groups = without.Groups })));

        static int Proxies(FilterEngine engine, Token token) =>
            NetworkAttempt.To(6, "127.0.0.1", Networks.Proxy).Succeeds(engine, token) ? 1 : 0;
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Online_commands_reach_what_is_outside_and_the_loopback_ports_and_are_not_reached(int mapping)
    {
        string[] outside = ["192.168.1.9", "10.0.0.1", "203.0.113.7", "255.255.255.255",
            "224.0.0.251", "2001:db8::7", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "::ffff:203.0.113.7"];
        var expected = Networks.All.Select(a => a.Name)
            .Where(n => outside.Any(o => n.Contains($" to {o} port", StringComparison.Ordinal)))
            .Concat(OfflineReaches).Append(NetworkAttempt.Call(FilterTable.DnsClient).Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal),
            Reached(Engine(mapping), Networks.CommandOf(Networks.Online)), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(NetworkMode.Offline)]
    [InlineData(NetworkMode.Allowlist)]
    public void Where_the_machine_allows_less_online_commands_reach_nothing_whatever_other_programs_permit(NetworkMode most)
    {
        var table = Networks.TableOf(most);
        for (var mapping = 0; mapping < FilterEngine.Mappings.Length; mapping++)
        {
            var (now, slot) = (mapping, mapping == 0 ? (int?)null : 0);
            var token = Networks.CommandOf(Networks.Online, slot);
            Assert.Empty(Reached(Engine(mapping, table), token));
            Assert.NotEmpty(Reached(Engine(mapping), token)); // the control: a machine that allows all
            FilterGens.Table.Sample(other => Assert.Empty(Reached(
                new([.. other.Sublayers, table.Sublayer], [.. other.Filters, .. table.Filters],
                    mapping: FilterEngine.Mappings[now]),
                token)), iter: 20);
            Assert.Equal([NetworkAttempt.Call(FilterTable.DnsClient).Name],
                Reached(new([table.Sublayer], table.Filters, isBooting: true, FilterEngine.Mappings[mapping]), token));
        }
    }

    [Theory]
    [InlineData(NetworkMode.Offline)]
    [InlineData(NetworkMode.Allowlist)]
    [InlineData(NetworkMode.Online)]
    public void A_command_reaches_its_proxy_where_the_machine_allows_lists_and_no_proxy_where_it_does_not(NetworkMode most)
    {
        for (var mapping = 0; mapping < FilterEngine.Mappings.Length; mapping++)
        {
            foreach (var slot in (int[])[0, ProxyPorts.Count - 1])
                Assert.Equal(With(most == NetworkMode.Offline ? null : slot).Order(StringComparer.Ordinal),
                    Reached(Engine(mapping, Networks.TableOf(most)), Networks.CommandOf(Networks.Offline, slot)),
                    StringComparer.Ordinal);
        }
    }

    [Theory]
    [InlineData(NetworkMode.Offline)]
    [InlineData(NetworkMode.Online)]
    public void Nothing_changes_for_anybody_else(NetworkMode most)
    {
        var table = Networks.TableOf(most);
        foreach (var user in (Token[])[FreshWindows11.User, FreshWindows11.LowUser,
            FreshWindows11.OtherUser, Fenced.ByPlan().Target, new(WellKnownSids.LocalSystem)])
        {
            Gen.Select(FilterGens.Table, FilterGens.Traffic(user)).Sample((other, traffic) =>
                Assert.Equal(new FilterEngine(other.Sublayers, other.Filters).Classify(traffic),
                    new FilterEngine([.. other.Sublayers, table.Sublayer], [.. other.Filters, .. table.Filters])
                        .Classify(traffic)),
                    iter: 300);
            Assert.All(Networks.All, a => Assert.True(a.Succeeds(Engine(0, table), user), a.Name));
        }
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void No_permit_of_another_program_opens_anything_to_offline_commands(int mapping)
    {
        var (table, token) = (Networks.Table, Networks.CommandOf(Networks.Offline, 1));
        FilterGens.Table.Sample(other =>
        {
            var engine = new FilterEngine([.. other.Sublayers, table.Sublayer], [.. other.Filters, .. table.Filters],
                mapping: FilterEngine.Mappings[mapping]);
            Assert.Empty(Reached(engine, token).Except(With(1), StringComparer.Ordinal));
        }, iter: 100);
    }

    /// <summary>
    /// The arbiter leaves open who of two sublayers with the highest weight is asked first: a hard permit there would
    /// open. Not ours to prevent; `doctor` has to look.
    /// </summary>
    [Fact]
    public void A_hard_permit_in_another_sublayer_of_the_highest_weight_may_open()
    {
        var table = Networks.Table;
        var other = new Sublayer(FilterGens.Id(1), "other", ushort.MaxValue);
        var permits = Enum.GetValues<FilterLayer>().Select(l => new Filter(Guid.NewGuid(), "permit", l, other.Key, 0,
            FilterAction.Permit, [], FilterFlags.ClearActionRight)).ToImmutableArray();
        var engine = new FilterEngine([other, table.Sublayer], [.. permits, .. table.Filters]);
        Assert.Contains(NetworkAttempt.To(6, "203.0.113.7", 443).Name,
            Reached(engine, Networks.CommandOf(Networks.Offline)), StringComparer.Ordinal);
        Assert.Equal(OfflineReaches.Length, Reached(new([table.Sublayer, other], [.. permits, .. table.Filters]),
            Networks.CommandOf(Networks.Offline)).Length);
    }

    /// <summary>But for calls of services: the layer that could be asked about them is not there yet.</summary>
    [Fact]
    public void Before_the_filtering_service_runs_offline_commands_reach_nothing() =>
        Assert.Equal([NetworkAttempt.Call(FilterTable.DnsClient).Name],
            Reached(new([Networks.Table.Sublayer], Networks.Table.Filters, isBooting: true),
                Networks.CommandOf(Networks.Offline, 0)));

    [Fact]
    public void Another_programs_block_closes_the_proxy_too()
    {
        var other = new Sublayer(FilterGens.Id(1), "other", 1);
        var block = new Filter(Guid.NewGuid(), "block", FilterLayer.ConnectV4, other.Key, 0, FilterAction.Block, [],
            FilterFlags.None);
        Assert.DoesNotContain(With(0)[0],
            Reached(new([other, Networks.Table.Sublayer], [block, .. Networks.Table.Filters]),
                Networks.CommandOf(Networks.Offline, 0)),
            StringComparer.Ordinal);
    }

    /// <summary>
    /// Each run-time filter that blocks is needed, and each that permits is used: those for ports, where the layers
    /// behind them have been opened by somebody else.
    /// </summary>
    [Theory]
    [InlineData(NetworkMode.Offline)]
    [InlineData(NetworkMode.Allowlist)]
    [InlineData(NetworkMode.Online)]
    public void Without_any_one_filter_something_changes(NetworkMode most)
    {
        var table = Networks.TableOf(most);
        var other = new Sublayer(FilterGens.Id(1), "other", ushort.MaxValue);
        ImmutableArray<Filter> all = [.. Enum.GetValues<FilterLayer>().Select(l => new Filter(Guid.NewGuid(), "permit",
            l, other.Key, 0, FilterAction.Permit, [], FilterFlags.ClearActionRight))];
        ImmutableArray<Filter> open = [.. all.Where(f => !IsAssign(f))];
        foreach (var filter in table.Filters.Where(f => f.Flags == FilterFlags.Persistent))
        {
            var isOnline = filter.Name.StartsWith("online", StringComparison.Ordinal);
            var others = IsAssign(filter) ? open
                : isOnline && most != NetworkMode.Online
                    ? all.RemoveAll(f => f.Layer == filter.Layer || !(IsAssign(f) || IsBehind(f, filter)))
                : [];
            // each is used: see the row's own claim
            if (filter.Name.StartsWith("offline: proxy", StringComparison.Ordinal)) continue;
            var token = Networks.CommandOf(isOnline ? Networks.Online : Networks.Offline);
            var with = Reached(new([other, table.Sublayer], [.. others, .. table.Filters]), token);
            var without = Reached(
                new([other, table.Sublayer], [.. others, .. table.Filters.Where(f => f != filter)]), token);
            Assert.True(!with.SequenceEqual(without, StringComparer.Ordinal),
                $"{filter.Name} in {filter.Layer} is not needed");
        }

        static bool IsAssign(Filter filter) => filter.Layer is FilterLayer.AssignV4 or FilterLayer.AssignV6;

        static bool IsBehind(Filter behind, Filter filter) =>
            filter.Layer is FilterLayer.ListenV4 or FilterLayer.ListenV6 or FilterLayer.AcceptV4 or FilterLayer.AcceptV6
                && behind.Layer is FilterLayer.ListenV4 or FilterLayer.ListenV6
                    or FilterLayer.AcceptV4 or FilterLayer.AcceptV6;
    }

    [Fact]
    public void A_condition_that_names_the_account_alone_would_miss_restricted_commands()
    {
        var naive = $"O:LSD:(A;;CC;;;{Networks.Offline.Sid})";
        var token = Networks.CommandOf(Networks.Offline);
        ImmutableArray<Filter> filters = [.. Networks.Table.Filters.Select(f => f with
        {
            Conditions = [.. f.Conditions.Select(c => c.Value is FilterValue.Descriptor d
                && d.Sddl.Contains(Networks.Offline.Sid.ToString(), StringComparison.Ordinal)
                ? c with { Value = new FilterValue.Descriptor(naive) }
                : c)],
        })];
        Assert.Equal([OfflineReaches.Length, Networks.All.Length, OfflineReaches.Length],
            FilterEngine.Mappings.Select(
                m => Reached(new([Networks.Table.Sublayer], filters, mapping: m), token).Length));
    }

    /// <summary>
    /// A gap, by name: the service asks in its own name, and where the platform does not show local calls, no filter
    /// sees who asked it.
    /// </summary>
    [Theory]
    [MemberData(nameof(Mappings))]
    public void The_DNS_client_service_looks_names_up_for_offline_commands_unless_the_platform_shows_their_calls(int mapping)
    {
        var command = Networks.CommandOf(Networks.Offline);
        Assert.True(NetworkAttempt.LookUp(isShown: false).Succeeds(Engine(mapping), command));
        Assert.False(NetworkAttempt.LookUp(isShown: true).Succeeds(Engine(mapping), command));
        Assert.True(NetworkAttempt.LookUp(isShown: true).Succeeds(new([], []), command)); // the control
    }

    [Theory]
    [MemberData(nameof(Mappings))]
    public void Calls_of_other_services_and_of_other_accounts_are_nobodys_business(int mapping)
    {
        var engine = Engine(mapping);
        Assert.True(NetworkAttempt.Call(FilterGens.Id(7)).Succeeds(engine, Networks.CommandOf(Networks.Offline)));
        foreach (var other in (Token[])[Networks.CommandOf(Networks.Online), FreshWindows11.User,
            FreshWindows11.LowUser, FreshWindows11.OtherUser, new(WellKnownSids.LocalSystem)])
            Assert.True(NetworkAttempt.LookUp(isShown: true).Succeeds(engine, other));
    }

    /// <summary>
    /// A gap, by name: what IcmpSendEcho asks for, the kernel sends as SYSTEM; an account's own sockets send none.
    /// </summary>
    [Fact]
    public void Echo_requests_by_the_kernel_are_seen_by_no_filter_on_an_account()
    {
        Assert.True(NetworkAttempt.Echo("203.0.113.7").Succeeds(Engine(0), Networks.CommandOf(Networks.Offline)));
        Assert.False(NetworkAttempt.Ping("203.0.113.7").Succeeds(Engine(0), Networks.CommandOf(Networks.Offline)));
    }

    private static string[] With(int? slot) => slot is { } place
        ? [$"TCP to 127.0.0.1 port {Networks.Proxy + place}",
            $"TCP to ::ffff:127.0.0.1 port {Networks.Proxy + place}", .. OfflineReaches]
        : OfflineReaches;

    private static FilterEngine Engine(int mapping, FilterTable? table = null) =>
        new([Networks.Table.Sublayer], (table ?? Networks.Table).Filters, mapping: FilterEngine.Mappings[mapping]);

    private static string[] Reached(FilterEngine engine, Token token) =>
        [.. Networks.All.Where(a => a.Succeeds(engine, token)).Select(a => a.Name).Order(StringComparer.Ordinal)];
}
