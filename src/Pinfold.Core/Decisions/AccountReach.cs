using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// What a command reaches over TCP as the online account of elevated mode on Linux: other hosts, and of this host the ports that the packet filter
/// opens (docs/elevated.md). The filter is made of the same ports.
/// </summary>
/// <param name="Loopback">Ports of this host that the machine's policy names.</param>
/// <param name="IsOwn">True for an address of this host's; loopback is known without it.</param>
public sealed record AccountReach(ImmutableArray<int> Loopback, Func<IPAddress, bool> IsOwn)
{
    private const int Names = 53;
    private static readonly Reason Filter = new("the packet filter of the online account", Verdict.Deny, new(PolicyLayer.BuiltIn, "elevated"));

    /// <summary>The ports of this host's own addresses that are open, the one for names first.</summary>
    public static ImmutableArray<int> Ports(IEnumerable<int> loopback) => [Names, .. loopback.Where(p => p != Names).Distinct().Order()];

    /// <summary>Null where the filter has nothing against it.</summary>
    internal Decision? Refuse(Request.Connect request, HostAddress host, string target, ImmutableArray<Reason> chain)
    {
        if (host.Address is { } address && IsMany(address))
            return new(request, Verdict.Deny, chain.Add(Filter), $"connecting to {target} is denied by {Filter.Cited}: it reaches no broadcast and no multicast address", null);
        var isHere = host.IsLoopback || (host.Address is { } a && (a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any) || IsOwn(a)));
        if (!isHere || Ports(Loopback).Contains(request.Port)) return null;
        return new(request, Verdict.Deny, chain.Add(Filter),
            $"connecting to {target} is denied by {Filter.Cited}: of this host it reaches port {string.Join(", ", Ports(Loopback))} and no other",
            $"an administrator may open it for every command of the account: [network] loopback = [{request.Port}] in the machine's policy, then 'sudo pinfold setup'; or use --mode unelevated");
    }

    private static bool IsMany(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? address.IsIPv6Multicast : address.GetAddressBytes() is [>= 224 and <= 239, ..] or [255, 255, 255, 255];
}
