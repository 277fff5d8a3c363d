using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>The accounts and what their commands try.</summary>
internal static class Networks
{
    internal const ushort Proxy = 3128, Port = 5173;

    internal static readonly SandboxAccount Offline = SandboxAccount.Offline("PinfoldOffline",
        FreshWindows11.Computer.Child(1101));
    internal static readonly SandboxAccount Online = SandboxAccount.Online("PinfoldOnline",
        FreshWindows11.Computer.Child(1102));
    internal static readonly FilterTable Table = TableOf(NetworkMode.Online);

    /// <summary>The table of a machine whose policy allows no more.</summary>
    internal static FilterTable TableOf(NetworkMode most) => FilterTable.For(Offline, Online, Proxy, [Port], most);

    /// <summary>Whatever an account's program may try; what is allowed to somebody is among it.</summary>
    internal static readonly ImmutableArray<NetworkAttempt> All =
    [
        .. from protocol in (uint[])[6, 17, 132]
           from address in (string[])["127.0.0.1", "127.0.0.2", "192.168.1.5", "192.168.1.9",
               "10.0.0.1", "169.254.169.254", "203.0.113.7", "255.255.255.255", "224.0.0.251",
               "::1", "fd00::5", "fe80::1", "2001:db8::7", "64:ff9b::a9fe:a9fe",
               "2002:7f00:1::", "::ffff:127.0.0.1", "::ffff:203.0.113.7"]
           from port in (uint[])[Proxy, Proxy + 1, Proxy + ProxyPorts.Count - 1,
               Proxy + ProxyPorts.Count, Port, 22, 53, 80, 135, 139, 443, 445, 853, 5355]
           select NetworkAttempt.To(protocol, address, port),
        .. ((string[])["127.0.0.1", "203.0.113.7", "::1", "2001:db8::7"]).Select(NetworkAttempt.Ping),
        .. from at in (string[])[
            "0.0.0.0", "127.0.0.1", "192.168.1.5"] from port in (uint[])[Port, 8080] from peer in (string[])[
            "127.0.0.1", "192.168.1.9"] select NetworkAttempt.Serve(at, port, peer),
        .. from at in (string[])["::", "::1", "fd00::5"] from port in (uint[])[Port,
            8080] from peer in (string[])["::1",
                "2001:db8::7"] select NetworkAttempt.Serve(at, port, peer),
        .. from peer in (string[])["127.0.0.1", "192.168.1.9", "::1", "2001:db8::7"] from port in (uint[])[Port,
            5353] select NetworkAttempt.Receive(peer, port),
        .. from isV6 in (bool[])[false, true] from protocol in (uint[])[0,
            1, 6, 17, 58, 255] select NetworkAttempt.Raw(isV6, protocol),
        .. from isV6 in (bool[])[false, true] from mode in (uint[])[0x98000001,
            0x98000002, 0x98000003] select NetworkAttempt.Promiscuous(isV6, mode),
        NetworkAttempt.Call(FilterTable.DnsClient),
    ];

    /// <summary>A command's token: the account's, restricted, below medium.</summary>
    /// <param name="account">The account.</param>
    /// <param name="slot">The place of its proxy's port; null for none.</param>
    internal static Token CommandOf(SandboxAccount account, int? slot = null) =>
        RestrictedTokens.Create(LogonOf(account, slot),
            RestrictedTokenFlags.DisableMaxPrivilege | RestrictedTokenFlags.LuaToken
                | RestrictedTokenFlags.WriteRestricted,
            restrictingSids: [CapabilitySid.ForSession(FreshWindows11.Me, "s1"),
                account.Network, .. ProxyOf(slot), WellKnownSids.Everyone]) with { IntegrityLevel = FenceLevel.Sid };

    /// <summary>What the logon gives, before it is restricted.</summary>
    internal static Token LogonOf(SandboxAccount account, int? slot = null) =>
        AccountLogon.TokenOf(account, ProxyOf(slot), WellKnownSids.LogonSession(0, 7));

    private static ImmutableArray<Sid> ProxyOf(int? slot) => slot is { } place ? [ProxyPorts.SidOf(place)] : [];
}
