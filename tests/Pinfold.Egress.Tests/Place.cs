using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Egress.Tests;

/// <summary>A proxy on this host's loopback, and what it told.</summary>
internal sealed class Place : IAsyncDisposable
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "test");
    private readonly Socket _listener = Listener();

    public Place(IEnumerable<HostRule> allow, EgressLimits? limits = null, INameResolver? resolver = null,
        TimeProvider? clock = null, Func<IPAddress, bool>? isOwn = null)
    {
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        Proxy = new(new EgressRules(Policy([.. allow])), Credential, Hear, limits, resolver,
            clock: clock, isOwn: isOwn);
        Proxy.Serve(_listener);
    }

    public EgressCredential Credential { get; } = EgressCredential.Create();

    public EgressProxy Proxy { get; }

    public int Port { get; }

    public BlockingCollection<EgressRecord> Records { get; } = [];

    public string Basic => "Basic " + Convert.ToBase64String(Encoding.ASCII.GetBytes($"pinfold:{Credential.Secret}"));

    public static HostRule Allow(string host, int port, bool subdomains = false) => new(host, subdomains, port, Here);

    public static SandboxPolicy Policy(HostRule[] allow) => new()
    {
        Workspace = CanonicalPath.Parse("/ws"), Profile = Profile.WorkspaceWrite, Accepted = [],
        Write = [], DenyRead = [], Read = [], Protect = [], Network = NetworkMode.Allowlist,
        Allow = [.. allow], Loopback = [], Commands = [], Limits = new(), Environment = new([], [], []), Hash = "test",
    };

    public static Socket Listener(IPAddress? address = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        socket.Listen();
        return socket;
    }

    public async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
            { NoDelay = true, ReceiveTimeout = 30_000 };
        await socket.ConnectAsync(IPAddress.Loopback, Port);
        return socket;
    }

    /// <summary>What the proxy answers to these bytes until it ends.</summary>
    public async Task<string> AskAsync(string request)
    {
        using var socket = await ConnectAsync();
        await socket.SendAsync(Encoding.Latin1.GetBytes(request));
        return await ReadAllAsync(socket);
    }

    /// <summary>The next record, which may take a moment: it is told when the connection is over.</summary>
    public EgressRecord Record() =>
        Records.TryTake(out var record, 30_000) ? record : throw new TimeoutException("nothing was told");

    public static async Task<string> ReadAllAsync(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            for (int n; (n = await socket.ReceiveAsync(buffer)) > 0;)
                text.Append(Encoding.Latin1.GetString(buffer, 0, n));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            text.Append("<reset>");
        }

        return text.ToString();
    }

    /// <summary>
    /// Nothing more comes, and the connection was reset. Under Wine 10 a reset may read as an end: what waits for the
    /// socket there can take its error first.
    /// </summary>
    public static async Task AssertResetAsync(Socket socket)
    {
        var text = await ReadAllAsync(socket);
        if (!OperatingSystem.IsWindows() || text != "") Assert.Equal("<reset>", text);
    }

    private void Hear(EgressRecord record) => Records.Add(record);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Records.Dispose();
    }
}
