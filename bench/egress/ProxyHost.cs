using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Egress;
using Pinfold.Linux.Network;

namespace Pinfold.Bench.Egress;

/// <summary>The egress proxy in a process of its own, as in <c>pinfold run</c>.</summary>
internal static class ProxyHost
{
    internal static async Task RunAsync(int port, int target)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        listener.Listen(1024);
        var credential = EgressCredential.Create();
        await using var proxy = new EgressProxy(new EgressRules(Policy(target)), credential, _ => { },
            move: new SpliceMover().MoveAsync);
        proxy.Serve(listener);
        Console.WriteLine(credential.Secret);
        _ = Console.In.Read(); // until the measuring side ends
    }

    private static SandboxPolicy Policy(int target) => new()
    {
        Workspace = CanonicalPath.Root, Profile = Profile.WorkspaceWrite, Accepted = [],
        Write = [], DenyRead = [], Read = [], Protect = [], Network = NetworkMode.Allowlist,
        Allow = [new("127.0.0.1", false, target, new(PolicyLayer.Flag, "bench"))],
        Loopback = [], Commands = [], Limits = new(), Environment = new([], [], []), Hash = "",
    };
}
