using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// What a command reaches over TCP as the online account of elevated mode: other hosts, and of this host the ports that
/// the packet filter opens (docs/security/elevated.md, windows-elevated.md). The filter is made of the same ports.
/// </summary>
/// <param name="Loopback">Ports of this host that the machine's policy names.</param>
/// <param name="IsOwn">True for an address of this host's; loopback is known without it.</param>
public sealed record AccountReach(ImmutableArray<int> Loopback, Func<IPAddress, bool> IsOwn)
{
    private const int Names = 53;

    /// <summary>
    /// On Windows a service looks names up, so that no port is open for them, and link-local addresses are closed.
    /// </summary>
    public bool IsWindows { get; init; }

    private static readonly Reason Filter = new("the packet filter of the online account", Verdict.Deny,
        new(PolicyLayer.BuiltIn, "elevated"));

    /// <summary>The ports of this host's own addresses that are open, the one for names first.</summary>
    public static ImmutableArray<int> Ports(IEnumerable<int> loopback) =>
        [Names, .. loopback.Where(p => p != Names).Distinct().Order()];

    /// <summary>Null where the filter has nothing against it.</summary>
    internal Decision? Refuse(Request.Connect request, HostAddress host, string target, ImmutableArray<Reason> chain)
    {
        if (host.Address is { } address && IsMany(address))
            return new(request, Verdict.Deny, chain.Add(Filter),
                $"connecting to {target} is denied by {Filter.Cited}: it reaches no broadcast and no multicast address",
                null);
        if (IsWindows && host.Address is { } near && IsLinkLocal(near))
            return new(request, Verdict.Deny, chain.Add(Filter),
                $"connecting to {target} is denied by {Filter.Cited}: it reaches no link-local address", null);
        var isHere = host.IsLoopback
            || (host.Address is { } a && (a.Equals(IPAddress.Any) || a.Equals(IPAddress.IPv6Any) || IsOwn(a)));
        ImmutableArray<int> open = IsWindows ? [.. Loopback.Distinct().Order()] : Ports(Loopback);
        if (!isHere || open.Contains(request.Port)) return null;
        var reached = open.IsEmpty ? "it reaches no port" : $"it reaches port {string.Join(", ", open)} and no other";
        return new(request, Verdict.Deny, chain.Add(Filter),
            $"connecting to {target} is denied by {Filter.Cited}: of this host {reached}",
            "an administrator may open it for every command of the account: "
                + $"[network] loopback = [{request.Port}] in the machine's policy, "
                + $"then {(IsWindows ? "'pinfold setup' as an administrator" : "'sudo pinfold setup'")}; "
                + "or use --mode unelevated");
    }

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal
            || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);

    private static bool IsMany(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6Multicast
            : address.GetAddressBytes() is [>= 224 and <= 239, ..] or [255, 255, 255, 255];
}
