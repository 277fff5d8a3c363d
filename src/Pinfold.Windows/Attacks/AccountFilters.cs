using System.Globalization;
using System.IO.Pipes;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.Networks;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The network as the accounts have it, behind the filters. Servers are this process's own and only notice that they
/// were reached.
/// </summary>
internal static unsafe class AccountFilters
{
    /// <summary>A redirector that may not connect says that there is nobody.</summary>
    private static System.Collections.Immutable.ImmutableArray<int> NotFound =>
        [Kernel32.ERROR_ACCESS_DENIED, Kernel32.ERROR_BAD_NETPATH, Kernel32.ERROR_BAD_NET_NAME,
            Advapi32.ERROR_LOGON_FAILURE, Advapi32.ERROR_LOGON_TYPE_NOT_GRANTED];

    private const string NoCard = "this computer has no IPv4 address but the loopback's";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Reaching("filter-udp-six", SocketType.Dgram, IPAddress.IPv6Loopback),
        Served("filter-tcp-mapped", IPAddress.Loopback, Mapped),
        Served("filter-own-address", null, a => Connect(a, a["address"])),
        Served("filter-other-logon", IPAddress.Loopback, ByAnotherLogon) with
            { Contained = true, Denials = [.. Refused, Kernel32.ERROR_PRIVILEGE_NOT_HELD] },
        Served("filter-impersonate",
            IPAddress.Loopback,
            a => OtherAccounts.AsAnother(a, () => Connect(a, "127.0.0.1"))) with
        {
            Denials = [.. Refused, Kernel32.ERROR_PRIVILEGE_NOT_HELD],
        },
        Served("filter-proxy-port",
            IPAddress.Loopback,
            a => Connect(a, "127.0.0.1"),
            s => ProxyPorts.PortOf(s.Installed!.ProxyPort, ProxyPorts.Count - 1)),
        new("filter-raw",
            Run: a => Do(a, "socket",
                () => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp).Dispose()),
            Worked: s => s.Report.Succeeded)
        {
            Denials = Refused,
        },
        new("filter-promiscuous", Promiscuous, s => s.Report.Succeeded)
            { Denials = Refused, Prepare = TellCard, Unfit = _ => Card is null ? NoCard : null },
        Online("online-loopback", IPAddress.Loopback, a => Connect(a, "127.0.0.1")),
        Online("online-own-address", null, a => Connect(a, a["address"])),
        Online("online-loopback-udp", IPAddress.Loopback, Send, SocketType.Dgram),
        new("for-others-smb", a => FileCalls.Read(a, $@"\\localhost\pipe\{a["id"]}-smb"), s => s.Knows("visited"))
        {
            Meanwhile = AwaitVisitor, Denials = NotFound,
        },
        Served("for-others-webdav",
            IPAddress.Loopback,
            a => FileCalls.Read(a, $@"\\127.0.0.1@{a["port"]}\{a["id"]}\x")) with
        {
            Contained = true, Denials = NotFound,
        },
    ];

    /// <summary>The verb of a child: connects to that port; 0 or the error.</summary>
    internal static int ConnectTo(string port)
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
            return 0;
        }
        catch (SocketException e)
        {
            return e.ErrorCode;
        }
    }

    /// <summary>An address of a network card; others on the network would use it.</summary>
    private static IPAddress? Card =>
        NetworkInterface.GetAllNetworkInterfaces().Where(i => i.OperationalStatus == OperationalStatus.Up)
            .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(u => u.Address)
            .FirstOrDefault(i => i.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(i));

    private static void TellCard(Scene scene) => scene.Tell("address", Card!);

    /// <summary>With a server at that address; null for a network card's.</summary>
    private static AttackCode Served(string name, IPAddress? at, Action<Attempt> run, Func<Scene, int>? port = null,
        SocketType type = SocketType.Stream) => new(name, run, WasReached)
        {
            Prepare = s =>
            {
                if (at is null) TellCard(s);
                Serve(s, AddressFamily.InterNetwork, type, new IPEndPoint(at ?? Card!, port?.Invoke(s) ?? 0));
                s.Tell("port", ((IPEndPoint)s.Server!.LocalEndPoint!).Port);
            },
            Unfit = _ => at is null && Card is null ? NoCard : null,
            Denials = Refused,
        };

    /// <summary>The account with a network, which is let out of this computer and to nothing on it.</summary>
    private static AttackCode Online(string name, IPAddress? at, Action<Attempt> run,
        SocketType type = SocketType.Stream) =>
        Served(name, at, run, null, type) with
            { Policy = p => p with { Network = NetworkMode.Online }, IsUnpromised = true };

    private static void Connect(Attempt a, string address) => Do(a, "connect", () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Parse(address), (int)a.Number("port"));
    });

    private static void Send(Attempt a) => Do(a, "sendto", () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo("x"u8, new IPEndPoint(IPAddress.Loopback, (int)a.Number("port")));
    });

    private static void Mapped(Attempt a) => Do(a, "connect", () =>
    {
        using var socket = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp)
            { DualMode = true };
        socket.Connect(IPAddress.Loopback.MapToIPv6(), (int)a.Number("port"));
    });

    /// <summary>A process whose token another service has made.</summary>
    private static void ByAnotherLogon(Attempt a)
    {
        PROCESS_INFORMATION made;
        a.Gate("CreateProcessWithLogonW", Advapi32.SpawnByService(a.Self("connect", a["port"]), &made));
        a.TryCode("its connect", Survivors.ErrorOf(made.hProcess));
    }

    private static void Promiscuous(Attempt a) => Do(a, "WSAIoctl", () =>
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.IP);
        socket.Bind(new IPEndPoint(IPAddress.Parse(a["address"]), 0));
        socket.IOControl(IOControlCode.ReceiveAll, [1, 0, 0, 0], null);
    });

    private static void AwaitVisitor(Scene scene)
    {
        using var pipe = new NamedPipeServerStream(scene.Id + "-smb", PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous);
        using var end = new CancellationTokenSource();
        var visited = pipe.WaitForConnectionAsync(end.Token);
        if (Task.WaitAny([visited, Task.Run(() => scene.Ended.Wait(10_000))]) == 0 && visited.IsCompletedSuccessfully)
        {
            scene.Tell("visited", 1);
            pipe.Write("x"u8);
        }

        end.Cancel();
    }
}
