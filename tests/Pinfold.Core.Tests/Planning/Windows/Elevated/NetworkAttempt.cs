using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Filtering;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>
/// What a program does with sockets, as the layers that are asked about it (Win32, <i>TCP Packet Flows</i>, <i>UDP
/// Packet Flows</i>).
/// </summary>
/// <param name="Name">For people.</param>
/// <param name="Asked">Each has to permit.</param>
internal sealed record NetworkAttempt(string Name, Func<Token, Traffic[]> Asked)
{
    private const uint Icmp = 1, Tcp = 6, Udp = 17, Icmp6 = 58;

    internal bool Succeeds(FilterEngine engine, Token token) => Asked(token).All(t => engine.Classify(t).IsPermitted);

    /// <summary>A socket is bound by the system, then connected or used for the first time towards a peer.</summary>
    internal static NetworkAttempt To(uint protocol, string address, uint port)
    {
        var to = IPAddress.Parse(address);
        if (to.IsIPv4MappedToIPv6) to = to.MapToIPv4(); // the stack hands these to IPv4
        var isV6 = to.AddressFamily == AddressFamily.InterNetworkV6;
        return new($"{NameOf(protocol)} to {address} port {port}", token =>
        [
            new(isV6 ? FilterLayer.AssignV6 : FilterLayer.AssignV4, token)
            {
                Protocol = protocol, LocalPort = 49700, Flags = TrafficFlags.WildcardBind | TrafficFlags.ImplicitBind
            },
            new(isV6 ? FilterLayer.ConnectV6 : FilterLayer.ConnectV4, token)
            {
                Protocol = protocol, LocalPort = 49700, RemoteAddress = to, RemotePort = port,
                Flags = IsHere(to) ? TrafficFlags.Loopback : TrafficFlags.None,
            },
        ]);
    }

    internal static NetworkAttempt Ping(string address) =>
        To(IPAddress.Parse(address).AddressFamily == AddressFamily.InterNetworkV6 ? Icmp6 : Icmp, address, 0);

    internal static NetworkAttempt Serve(string address, uint port, string peer)
    {
        var (at, from) = (IPAddress.Parse(address), IPAddress.Parse(peer));
        var isV6 = at.AddressFamily == AddressFamily.InterNetworkV6;
        var isAny = at.Equals(IPAddress.Any) || at.Equals(IPAddress.IPv6Any);
        return new($"TCP server on {address} port {port}, reached from {peer}", token =>
        [
            new(isV6 ? FilterLayer.AssignV6 : FilterLayer.AssignV4, token)
                { Protocol = Tcp, LocalAddress = isAny ? null : at, LocalPort = port },
            new(isV6 ? FilterLayer.ListenV6 : FilterLayer.ListenV4, token)
                { LocalAddress = isAny ? null : at, LocalPort = port },
            new(isV6 ? FilterLayer.AcceptV6 : FilterLayer.AcceptV4, token)
            {
                Protocol = Tcp, LocalAddress = isAny ? from : at, LocalPort = port, RemoteAddress = from,
                RemotePort = 50000, Flags = IsHere(from) ? TrafficFlags.Loopback : TrafficFlags.None,
            },
        ]);
    }

    internal static NetworkAttempt Receive(string address, uint port) =>
        new($"UDP received on port {port} from {address}", token =>
        {
            var from = IPAddress.Parse(address);
            var isV6 = from.AddressFamily == AddressFamily.InterNetworkV6;
            return
            [
                new(isV6 ? FilterLayer.AssignV6 : FilterLayer.AssignV4, token) { Protocol = Udp, LocalPort = port },
                new(isV6 ? FilterLayer.AcceptV6 : FilterLayer.AcceptV4, token)
                {
                    Protocol = Udp, LocalPort = port, RemoteAddress = from, RemotePort = 9,
                    Flags = IsHere(from) ? TrafficFlags.Loopback : TrafficFlags.None
                },
            ];
        });

    internal static NetworkAttempt Raw(bool isV6, uint protocol) =>
        new($"raw {(isV6 ? "IPv6" : "IPv4")} socket of protocol {protocol}", token =>
            [new(isV6 ? FilterLayer.AssignV6 : FilterLayer.AssignV4, token)
                { Protocol = protocol, Flags = TrafficFlags.RawEndpoint }]);

    internal static NetworkAttempt Promiscuous(bool isV6, uint mode) =>
        new($"promiscuous mode {mode:x} on {(isV6 ? "IPv6" : "IPv4")}", token =>
            [new(isV6 ? FilterLayer.AssignV6 : FilterLayer.AssignV4, token)
                { Protocol = Tcp, PromiscuousMode = mode }]);

    /// <summary>
    /// A call of a local service, where the platform shows local calls to filters, which is not documented.
    /// </summary>
    internal static NetworkAttempt Call(Guid service) =>
        new($"local call of {service}", token => [new(FilterLayer.RpcCall, token) { RpcInterface = service }]);

    /// <summary>
    /// A name is looked up by the DNS client service: the program asks the service, the service asks the server, with
    /// its own token.
    /// </summary>
    /// <param name="isShown">Whether the platform shows the local call to filters.</param>
    internal static NetworkAttempt LookUp(bool isShown) => new("a name looked up by the DNS client service", token =>
    [
        .. isShown ? Call(FilterTable.DnsClient).Asked(token) : [],
        .. To(Udp, "192.168.1.1", 53)
            .Asked(new(WellKnownSids.NetworkService) { IntegrityLevel = WellKnownSids.System }),
    ]);

    /// <summary>
    /// IcmpSendEcho: the kernel's own request, as Windows 11 (build 26100) was seen to ask filters about it.
    /// </summary>
    internal static NetworkAttempt Echo(string address) => new($"an echo request to {address}", _ =>
        [Ping(address).Asked(new(WellKnownSids.LocalSystem))[1]]);

    /// <summary>This computer's addresses in these tests: loopback, and the one of its network card.</summary>
    private static bool IsHere(IPAddress address) =>
        IPAddress.IsLoopback(address) || address.ToString() is "192.168.1.5" or "fd00::5";

    private static string NameOf(uint protocol) =>
        protocol switch { Icmp => "ICMP", Tcp => "TCP", Udp => "UDP", Icmp6 => "ICMPv6", _ => $"protocol {protocol}" };
}
