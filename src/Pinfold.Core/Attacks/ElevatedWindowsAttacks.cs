using System.Collections.Immutable;
using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Attacks;

/// <summary>
/// What a verification of the elevated mode on Windows has to try besides <see cref="WindowsAttacks"/>, as data. No backend holds their code yet: none has run anywhere.
/// </summary>
public static class ElevatedWindowsAttacks
{
    private const AttackLayers T = AttackLayers.Token, N = AttackLayers.None;

    /// <summary>In the order of the table.</summary>
    public static ImmutableArray<Attack> All { get; } =
    [
        .. Attack.Rows("account", Control.Privileges, null,
            ("account-sign-in", N, "a session of the account's own, at the sign-in screen", "the logon's result"),
            ("account-network-logon", N, "the account over the network, with a password that was set", "the logon's result"),
            ("account-password-change", T, "a password that the attacker knows", "the change's result"),
            ("account-service-install", T, "a service that runs as the account, unfiltered", "the service exists"),
            ("account-task", T, "a scheduled task of the account's, outside of the job", "the task exists"),
            ("account-profile-write", T, "something that the account's next command runs or reads", "the file exists"),
            ("account-registry-run", T, "the same in the account's HKCU", "the value exists")),
        .. Attack.Rows("sessions of one account", Control.Processes, null,
            ("session-root-read", T, "what another command's root holds", "what the attempt read"),
            ("session-root-write", T, "another command's root", "the file exists"),
            ("session-temp-read", T, "another command's temporary files", "what the attempt read"),
            ("session-process-read", T, "another command's memory", "what the attempt read"),
            ("session-token-borrow", T, "another command's roots, with its token", "the call's result"),
            ("session-end", T, "another command ended", "the victim is gone")),
        .. Attack.Rows("broker", Control.Privileges, null,
            ("broker-pipe-speak", T, "a launch of the attacker's own making, by SYSTEM", "the pipe's answer"),
            ("broker-pipe-squat", T, "the orders of the user's programs, while the broker is down", "the pipe exists"),
            ("broker-pipe-instance", T, "the same, while it runs", "the call's result"),
            ("broker-service-stop", T, "no broker", "the service's state"),
            ("broker-service-config", T, "SYSTEM runs the attacker's program", "the service's command line"),
            ("broker-program-replace", T, "the same, by the file", "the file's text"),
            ("broker-ledger-write", T, "an undo of the attacker's choice", "the ledger's text")),
        .. Attack.Rows("filters", Control.Network, null,
            ("filter-delete", T, "the account without its filters", "the filter exists"),
            ("filter-tcp-out", N, "another computer", "the server got a connection"),
            ("filter-tcp-out-six", N, "the same over IPv6", "the server got a connection"),
            ("filter-tcp-mapped", N, "the same as an IPv4 address in IPv6", "the server got a connection"),
            ("filter-loopback-other-port", N, "a server on this computer", "the server got a connection"),
            ("filter-own-address", N, "the same by the network card's address", "the server got a connection"),
            ("filter-udp", N, "packets to anywhere, QUIC and DNS among them", "the server got a packet"),
            ("filter-icmp", N, "data in echo requests", "the server got a packet"),
            ("filter-raw", N, "packets of any kind", "the call's result"),
            ("filter-promiscuous", N, "what others on this computer send", "the call's result"),
            ("filter-listen", N, "a server that others on the network reach", "the host can connect"),
            ("filter-unrestricted-child", T, "a process of the account's whose token the condition does not match", "the server got a connection"),
            ("filter-impersonate", T, "a socket with another token", "the server got a connection"),
            ("filter-boot", N, "the network before the filtering service runs", "the server got a connection")),
        .. Attack.Rows("services that connect for others", Control.Network, "network",
            ("for-others-dns-client", N, "secrets as names, looked up by the DNS client service", "the resolver got the query"),
            ("for-others-smb", N, @"secrets in \\host\share\name, by the redirector", "the server got a connection"),
            ("for-others-webdav", N, @"the same in \\host@80\name", "the server got a connection"),
            ("for-others-bits", N, "a transfer by BITS", "the server got a connection")),
    ];
}
