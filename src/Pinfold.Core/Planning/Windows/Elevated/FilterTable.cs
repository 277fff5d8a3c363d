using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// What the two accounts may do on the network, as filters of the Windows Filtering Platform: installed once, in one
/// transaction, persistent, and, for what is blocked, a second time for the start of the system. They belong to a
/// provider without a service, so that they hold while no service of ours runs. What they do not reach is in
/// docs/security/windows-elevated.md.
/// </summary>
/// <param name="Sublayer">Of the highest weight there is: a hard permit of another program has to stand below
/// it.</param>
/// <param name="Filters">The run-time ones first.</param>
public sealed record FilterTable(Sublayer Sublayer, ImmutableArray<Filter> Filters)
{
    private const ulong Deny = 0, Permit = 8, DenyFirst = 15;
    private const uint Tcp = 6;

    private static readonly (FilterLayer V4, FilterLayer V6) Assign = (FilterLayer.AssignV4, FilterLayer.AssignV6),
        Listen = (FilterLayer.ListenV4, FilterLayer.ListenV6), Accept = (FilterLayer.AcceptV4, FilterLayer.AcceptV6),
        Connect = (FilterLayer.ConnectV4, FilterLayer.ConnectV6);

    /// <summary>FWPM_PROVIDER0.providerKey.</summary>
    public static Guid Provider { get; } = KeyOf("provider");

    /// <summary>FWPM_SUBLAYER0.subLayerKey.</summary>
    public static Guid SublayerKey { get; } = KeyOf("sublayer");

    /// <summary>
    /// The interface by which programs ask the DNS client service (dnsrslvr.dll, version 2.0). Microsoft documents it
    /// nowhere; lists of interfaces and ReactOS' dnsrslvr.idl agree. What a filter on it is worth is in
    /// docs/decisions/0023-a-filter-that-may-see-nothing.md.
    /// </summary>
    public static Guid DnsClient { get; } = new("45776b01-5956-4485-9f80-f428f7d60129");

    /// <summary>The table.</summary>
    /// <param name="offline">Reaches the loopback ports, and a command with a port's SID that proxy's port.</param>
    /// <param name="online">Reaches what is outside of this computer, and the loopback ports.</param>
    /// <param name="proxyPort">First TCP port of the egress proxies (<see cref="ProxyPorts"/>), fixed when it is set
    /// up.</param>
    /// <param name="loopback">Ports on which commands may serve and be reached, on loopback addresses alone.</param>
    /// <param name="network">The most that the machine's policy allows: below <see cref="NetworkMode.Online"/> the
    /// online account reaches nothing, below <see cref="NetworkMode.Allowlist"/> no command reaches a proxy.</param>
    public static FilterTable For(SandboxAccount offline, SandboxAccount online, ushort proxyPort,
        ImmutableArray<ushort> loopback, NetworkMode network)
    {
        ArgumentNullException.ThrowIfNull(offline);
        ArgumentNullException.ThrowIfNull(online);
        var sublayer = new Sublayer(SublayerKey, "Pinfold", ushort.MaxValue);
        var builder = new Builder(sublayer.Key);
        var (off, on) = (WhoIs(offline), WhoIs(online));
        ImmutableArray<ushort> ports = [.. loopback.Distinct().Order()];

        builder.Both("offline: raw sockets", Assign, DenyFirst, FilterAction.Block, off, RawEndpoint);
        builder.Both("offline: promiscuous mode", Assign, DenyFirst, FilterAction.Block, off, AnyPromiscuousMode);
        builder.Both("offline: TCP ports", Assign, Permit, FilterAction.Permit, off, Is(FilterField.Protocol, Tcp));
        builder.Both("offline: any other protocol", Assign, Deny, FilterAction.Block, off);
        for (var slot = 0; slot < ProxyPorts.Count && network != NetworkMode.Offline; slot++)
        {
            builder.Add($"offline: proxy {slot}", FilterLayer.ConnectV4, Permit, FilterAction.Permit,
                WhoHas(ProxyPorts.SidOf(slot)), Is(FilterField.Protocol, Tcp),
                Within(FilterField.RemoteAddress, "127.0.0.1/32"),
                Is(FilterField.RemotePort, ProxyPorts.PortOf(proxyPort, slot)), Loopback);
        }

        foreach (var port in ports) builder.Loopback("offline", port, off);
        foreach (var layers in ((FilterLayer, FilterLayer)[])[Listen, Accept, Connect])
            builder.Both("offline: all else", layers, Deny, FilterAction.Block, off);
        builder.Add("offline: DNS client service", FilterLayer.RpcCall, Deny, FilterAction.Block, off,
            new FilterCondition(FilterField.RpcInterface, FilterMatch.Equal, new FilterValue.Uuid(DnsClient)));

        if (network != NetworkMode.Online)
        {
            builder.Both("online: any protocol", Assign, Deny, FilterAction.Block, on);
            foreach (var layers in ((FilterLayer, FilterLayer)[])[Listen, Accept, Connect])
                builder.Both("online: all else", layers, Deny, FilterAction.Block, on);
            builder.Add("online: DNS client service", FilterLayer.RpcCall, Deny, FilterAction.Block, on,
                new FilterCondition(FilterField.RpcInterface, FilterMatch.Equal, new FilterValue.Uuid(DnsClient)));
            return new(sublayer, builder.ToTable());
        }

        builder.Both("online: raw sockets", Assign, DenyFirst, FilterAction.Block, on, RawEndpoint);
        builder.Both("online: promiscuous mode", Assign, DenyFirst, FilterAction.Block, on, AnyPromiscuousMode);
        foreach (var port in ports) builder.Loopback("online", port, on);
        builder.Both("online: this computer's services", Connect, Deny, FilterAction.Block, on, Loopback);
        builder.Add("online: link-local addresses", FilterLayer.ConnectV4, Deny, FilterAction.Block, on,
            Within(FilterField.RemoteAddress, "169.254.0.0/16"));
        builder.Add("online: link-local addresses", FilterLayer.ConnectV6, Deny, FilterAction.Block, on,
            Within(FilterField.RemoteAddress, "fe80::/10"));
        builder.Both("online: to be reached", Listen, Deny, FilterAction.Block, on);
        builder.Both("online: to be reached", Accept, Deny, FilterAction.Block, on);
        return new(sublayer, builder.ToTable());
    }

    /// <summary>
    /// Sublayers of other programs whose filters may come before the table's: those of the same weight, which nothing
    /// outweighs, that have a filter at a layer of the table. Whether it permits is not asked, since a callout decides
    /// by itself. Nothing is claimed for the layer of RPC calls, so others may have it.
    /// </summary>
    /// <param name="own">The table's sublayer.</param>
    /// <param name="sublayers">All there are.</param>
    /// <param name="usedAt">
    /// Keys of those that have a filter at the layer: as many as the host has filters, so it is asked only while there
    /// is a sublayer about which that is not known.
    /// </param>
    public static ImmutableArray<string> EqualTo(Guid own, IEnumerable<Sublayer> sublayers,
        Func<FilterLayer, IReadOnlySet<Guid>> usedAt)
    {
        ArgumentNullException.ThrowIfNull(sublayers);
        ArgumentNullException.ThrowIfNull(usedAt);
        var (equal, found) = (sublayers.Where(s => s.Weight == ushort.MaxValue && s.Key != own).ToList(),
            new List<string>());
        foreach (var layer in Enum.GetValues<FilterLayer>().Where(l => l != FilterLayer.RpcCall))
        {
            if (equal.Count == 0) break;
            var used = usedAt(layer);
            found.AddRange(
                equal.Where(s => used.Contains(s.Key)).Select(s => s.Name.Length > 0 ? s.Name : s.Key.ToString()));
            equal.RemoveAll(s => used.Contains(s.Key));
        }

        return [.. found.Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// The descriptor of an account's condition. It has to match a write-restricted token below medium, whichever way
    /// the platform asks: so it grants the right to the account, to a SID that is among the restricting ones of all its
    /// commands and in nobody's groups, and it has a label below the fence's level. <c>LS</c> as the owner is what
    /// Windows' own firewall writes.
    /// </summary>
    public static string WhoIs(SandboxAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return $"O:LSD:(A;;CC;;;{account.Sid})(A;;CC;;;{account.Network})S:(ML;;NW;;;LW)";
    }

    /// <summary>
    /// The same for what one command alone has, whose SID is twice in its token: among the groups and among the
    /// restricting SIDs.
    /// </summary>
    private static string WhoHas(Sid slot) => $"O:LSD:(A;;CC;;;{slot})S:(ML;;NW;;;LW)";

    private static FilterCondition Loopback { get; } = Any(TrafficFlags.Loopback);

    private static FilterCondition RawEndpoint { get; } = Any(TrafficFlags.RawEndpoint);

    private static FilterCondition AnyPromiscuousMode { get; } =
        new(FilterField.PromiscuousMode, FilterMatch.Range, new FilterValue.Range(0, uint.MaxValue));

    private static FilterCondition Any(TrafficFlags flags) =>
        new(FilterField.Flags, FilterMatch.FlagsAnySet, new FilterValue.Number((uint)flags));

    private static FilterCondition Is(FilterField field, uint number) =>
        new(field, FilterMatch.Equal, new FilterValue.Number(number));

    private static FilterCondition Within(FilterField field, string network) =>
        new(field, FilterMatch.Equal, new FilterValue.Address(IPNetwork.Parse(network)));

    /// <summary>A GUID that is the same for the same name: version 5 (RFC 9562, 5.5).</summary>
    private static Guid KeyOf(string name)
    {
        Span<byte> text = stackalloc byte[16 + Encoding.UTF8.GetMaxByteCount(name.Length)];
        new Guid("5d0c0b32-3b4e-4d8c-9f3b-70696e666f6c").TryWriteBytes(text, bigEndian: true, out _);
        text = text[..(16 + Encoding.UTF8.GetBytes(name, text[16..]))];
#pragma warning disable CA5350 // the published form of such GUIDs; no secret depends on it
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(text, hash);
#pragma warning restore CA5350
        hash[6] = (byte)(hash[6] & 0x0F | 0x50);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new(hash[..16], bigEndian: true);
    }

    private sealed class Builder(Guid sublayer)
    {
        private readonly ImmutableArray<Filter>.Builder _filters = ImmutableArray.CreateBuilder<Filter>();

        internal void Both(string name, (FilterLayer V4, FilterLayer V6) layers, ulong weight,
            FilterAction action, string who,
            params ReadOnlySpan<FilterCondition> conditions)
        {
            Add(name, layers.V4, weight, action, who, conditions);
            Add(name, layers.V6, weight, action, who, conditions);
        }

        /// <summary>A port may be served and reached on 127.0.0.1 and ::1, by TCP alone.</summary>
        internal void Loopback(string account, ushort port, string who)
        {
            foreach (var (isV6, here) in ((bool, string)[])[(false, "127.0.0.1/32"), (true, "::1/128")])
            {
                Add($"{account}: loopback port {port}", isV6 ? Listen.V6 : Listen.V4, Permit, FilterAction.Permit, who,
                    Within(FilterField.LocalAddress, here), Is(FilterField.LocalPort, port));
                Add($"{account}: loopback port {port}", isV6 ? Accept.V6 : Accept.V4, Permit, FilterAction.Permit, who,
                    Is(FilterField.Protocol, Tcp), Within(FilterField.LocalAddress, here),
                    Is(FilterField.LocalPort, port), FilterTable.Loopback);
                Add($"{account}: loopback port {port}", isV6 ? Connect.V6 : Connect.V4, Permit,
                    FilterAction.Permit, who,
                    Is(FilterField.Protocol, Tcp), Within(FilterField.RemoteAddress, here),
                    Is(FilterField.RemotePort, port), FilterTable.Loopback);
            }
        }

        internal void Add(string name, FilterLayer layer, ulong weight, FilterAction action, string who,
            params ReadOnlySpan<FilterCondition> conditions)
        {
            var user = new FilterCondition(layer == FilterLayer.RpcCall ? FilterField.Caller : FilterField.User,
                FilterMatch.Equal, new FilterValue.Descriptor(who));
            _filters.Add(new(KeyOf($"{name} {layer}"), name, layer, sublayer, weight, action, [user, .. conditions],
                FilterFlags.Persistent));
        }

        internal ImmutableArray<Filter> ToTable() =>
        [
            .. _filters,
            .. _filters.Where(f => f.Action == FilterAction.Block && f.Layer != FilterLayer.RpcCall)
                .Select(f => f with { Key = KeyOf($"{f.Name} {f.Layer} boot"), Flags = FilterFlags.BootTime }),
        ];
    }
}
