using System.Collections.Frozen;
using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>
/// The attacks on the elevated mode on Windows, as data; Pinfold.Windows holds code of the same names. None has run on
/// Windows yet. What is refused to another account only is attacked here alone.
/// </summary>
public static class ElevatedWindowsAttacks
{
    private const AttackLayers T = AttackLayers.Token, N = AttackLayers.Filters;
    private const string WasRead = "what the attempt read", Result = "the call's result",
        FileExists = "the file exists", Reached = "the server got a connection";

    /// <summary>
    /// Gaps of the unelevated fence that this mode has closed, or has for another reason (null: closed).
    /// </summary>
    private static readonly FrozenDictionary<string, string?> OtherGaps =
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["network"] = null, ["the user's desktop"] = null, ["ending the user's programs"] = null,

            // The account is no administrator, so the system's own shares are closed to it.
            ["shares of this computer"] = null,
        }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Those that the unelevated list has not.</summary>
    public static ImmutableArray<Attack> Own { get; } =
    [
        .. Attack.Rows("account", Control.Privileges,
            ("account-new-credentials", T,
                "a token without restrictions, by a logon for the network alone", FileExists),
            ("account-flags", T, "the account opened for signing in, or with a password of the attacker's", Result),
            ("account-profile-write", T, "something that the account's next command runs or reads", Result)),
        .. Attack.Rows("profile", Control.Secrets,
            ("profile-read", T, "any file of the user's, in no list of secrets", WasRead),
            ("profile-list", T, "the names of the user's files", WasRead),
            ("profile-registry-read", T, "the user's settings, variables among them", Result)),
        .. Attack.Rows("profile", Control.Writes,
            ("profile-registry-write", T, "code at the user's next sign-in", "the key exists")),
        .. Attack.Rows("roots of others", Control.Secrets,
            ("other-user-root-read", T, "what the root of another user's command holds", WasRead),
            ("session-root-read", T, "what another command's root holds", WasRead)),
        .. Attack.Rows("roots of others", Control.Writes,
            ("other-user-root-write", T, "the root of another user's command", FileExists)),
        .. Attack.Rows("roots of others", Control.Temp,
            ("session-temp-read", T, "another command's temporary files", WasRead)),
        .. Attack.Rows("broker", Control.Privileges,
            ("broker-pipe-speak", T, "a launch of the attacker's own making, by SYSTEM", "the pipe's answer"),
            ("broker-password", T, "the accounts' passwords, in the broker's memory", Result),
            ("broker-end", T, "no broker", Result),
            ("broker-service-stop", T, "the same, by the service manager", Result),
            ("broker-service-config", T, "SYSTEM runs the attacker's program", Result),
            ("broker-program-plant", T, "the same, by a library beside the broker's program", FileExists),
            ("broker-ledger-plant", T, "an undo of the attacker's choice", FileExists),
            ("filter-delete", T, "the account without its filters", Result),
            ("filter-sublayer", T, "filters that come before Pinfold's", Result)),
        .. Attack.Rows("filters", Control.Network,
            ("filter-udp-six", N, "packets to anywhere, over IPv6", "the server got a packet"),
            ("filter-tcp-mapped", N, "a server on this computer, as an IPv4 address in IPv6", Reached),
            ("filter-own-address", N, "the same by the network card's address", Reached),
            ("filter-other-logon", N | T,
                "a process of the account's whose token the condition does not match", Reached),
            ("filter-impersonate", N | T, "a socket with another token", Reached),
            ("filter-raw", N, "packets of any kind", Result),
            ("filter-promiscuous", N, "what others on this network send", Result),
            ("online-loopback", N, "a server on this computer, from the account with a network", Reached),
            ("online-own-address", N, "the same by the network card's address", Reached),
            ("online-loopback-udp", N,
                "packets to a server on this computer, from that account", "the server got a packet"),
            ("filter-proxy-port", N | T,
                "another command's proxy, or what else listens at a port of the row", Reached)),
        .. Attack.Rows("services that connect for others", Control.Network,
            "SMB and WebDAV redirectors, BITS, other services that connect for others",
            ("for-others-smb", N, @"secrets in \\host\pipe\name, by the redirector", "the server got a client"),
            ("for-others-webdav", N, @"the same in \\host@port\name", Reached)),
    ];

    /// <summary>
    /// All that <c>verify</c> tries in this mode, in the order of the table: the unelevated list, with this mode's
    /// gaps, and its own.
    /// </summary>
    public static ImmutableArray<Attack> All { get; } = [.. WindowsAttacks.All.Select(Here), .. Own];

    private static Attack Here(Attack attack)
    {
        if (attack.Name == "net-dns-client") return attack with { Gap = "the DNS client service" };
        if (attack.Name == "net-icmp") return attack with { Gap = "echo requests" };
        if (attack.Gap is not { } gap || !OtherGaps.TryGetValue(gap, out var other)) return attack;
        return attack with { Gap = other, Layers = attack.Layers | (attack.Control == Control.Network ? N : T) };
    }
}
