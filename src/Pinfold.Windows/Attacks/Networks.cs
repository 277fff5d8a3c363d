using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The network, and sockets with a file. Servers are this process's own and only notice that they were reached.
/// </summary>
internal static class Networks
{
    private const int IP_GENERAL_FAILURE = 11050; // ipexport.h

    internal static IEnumerable<AttackCode> Codes =>
    [
        Reaching("net-tcp", SocketType.Stream, IPAddress.Loopback),
        Reaching("net-tcp-six", SocketType.Stream, IPAddress.IPv6Loopback),
        Reaching("net-udp", SocketType.Dgram, IPAddress.Loopback),
        Reaching("net-dns-query", SocketType.Dgram, IPAddress.Loopback, Query),
        new("net-dns-client",
            Run: a => Do(a, "getaddrinfo",
                () => a.Got(string.Join(' ', Dns.GetHostAddresses(Dns.GetHostName()).Select(i => i.ToString())))),
            Worked: s => s.Report.Data.Length > 0)
        {
            Denials = Refused,
        },
        new("net-listen", Listen, s => s.Knows("connected")) { Meanwhile = Connect, Denials = Refused },
        new("net-icmp", Echo, s => s.Report.Succeeded) { Denials = [.. Refused, IP_GENERAL_FAILURE] },
    ];

    internal static System.Collections.Immutable.ImmutableArray<int> Refused =>
        [5, (int)SocketError.AccessDenied, (int)SocketError.NetworkUnreachable, (int)SocketError.HostUnreachable];

    /// <summary>A question for secret.example, as it is on the wire (RFC 1035).</summary>
    private static byte[] Query =>
        [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 6, .. "secret"u8, 7, .. "example"u8, 0, 0, 1, 0, 1];

    internal static void ServeUnix(Scene scene)
    {
        var path = scene.Outside + @"\s";
        scene.Tell("socket", path);
        Serve(scene, AddressFamily.Unix, SocketType.Stream, new UnixDomainSocketEndPoint(path));
    }

    internal static void ConnectUnix(Attempt a) => Do(a, "connect", () =>
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(a["socket"]));
    });

    internal static bool WasReached(Scene scene) => scene.Server!.Poll(TimeSpan.FromSeconds(1), SelectMode.SelectRead);

    internal static AttackCode Reaching(string name, SocketType type, IPAddress address) =>
        Reaching(name, type, address, "x"u8);

    private static AttackCode Reaching(string name, SocketType type, IPAddress address, ReadOnlySpan<byte> text)
    {
        var bytes = text.ToArray();
        return new(name, a => Do(a, "connect", () =>
        {
            using var socket = new Socket(address.AddressFamily, type, ProtocolType.Unspecified);
            socket.Connect(address, (int)a.Number("port"));
            socket.Send(bytes);
        }), WasReached)
        {
            Prepare = s =>
            {
                Serve(s, address.AddressFamily, type, new IPEndPoint(address, 0));
                s.Tell("port", ((IPEndPoint)s.Server!.LocalEndPoint!).Port);
            },
            Denials = Refused,
        };
    }

    internal static void Serve(Scene scene, AddressFamily family, SocketType type, EndPoint at)
    {
        var server = scene.Server = scene.Own(new Socket(family, type, ProtocolType.Unspecified));
        server.Bind(at);
        if (type == SocketType.Stream) server.Listen();
    }

    internal static void Do(Attempt a, string call, Action act)
    {
        try
        {
            act();
            a.TryCode(call, 0);
        }
        catch (SocketException e)
        {
            a.TryCode(call, e.ErrorCode);
        }
    }

    /// <summary>The host learns the port from a file, and connects.</summary>
    private static void Listen(Attempt a) => Do(a, "listen", () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        socket.Listen();
        File.WriteAllText(a.Workspace + @"\listening.new",
            ((IPEndPoint)socket.LocalEndPoint!).Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        File.Move(a.Workspace + @"\listening.new", a.Workspace + @"\listening");
        socket.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead);
    });

    private static void Connect(Scene scene)
    {
        using var watcher = new FileSystemWatcher(scene.Workspace, "listening*");
        using var seen = new ManualResetEvent(false);
        watcher.Renamed += (_, _) => seen.Set();
        watcher.EnableRaisingEvents = true;
        if (!scene.IsThere(@"home\ws\listening"))
            WaitHandle.WaitAny([seen, scene.Ended.WaitHandle], TimeSpan.FromSeconds(10));
        if (scene.Text(@"home\ws\listening") is not { } port) return;
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
            scene.Tell("connected", 1);
        }
        catch (SocketException)
        {
            return; // not reached
        }
    }

    private static void Echo(Attempt a)
    {
        using var ping = new Ping();
        try
        {
            a.TryCode("IcmpSendEcho", ping.Send(IPAddress.Loopback, 2000).Status == IPStatus.Success ? 0 : -1);
        }
        catch (PingException e) when (e.InnerException is System.ComponentModel.Win32Exception inner)
        {
            a.TryCode("IcmpSendEcho", inner.NativeErrorCode);
        }
    }
}
