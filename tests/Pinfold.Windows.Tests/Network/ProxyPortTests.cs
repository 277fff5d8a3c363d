using System.Net;
using System.Net.Sockets;
using System.Text;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Egress;
using Pinfold.Windows.Network;
using Xunit;

namespace Pinfold.Windows.Tests.Network;

/// <summary>Level of evidence: Wine, whose sockets are real.</summary>
public sealed class ProxyPortTests
{
    [WindowsFact]
    public void A_port_that_is_taken_is_not_shared_and_free_again_afterwards()
    {
        ushort port;
        using (ProxyPort.Listen(0, out port))
        {
            var taken = Assert.Throws<IOException>(() => ProxyPort.Listen(port, out _));
            Assert.Contains($"127.0.0.1:{port} is taken", taken.Message, StringComparison.Ordinal);
        }

        using var again = ProxyPort.Listen(port, out var same);
        Assert.Equal(port, same);
    }

    [WindowsFact]
    public void The_first_free_port_of_a_row_is_taken_until_none_is_left()
    {
        using var first = ProxyPort.Listen(20_000, out var begin, 64); // somebody may have the first ones
        using var second = ProxyPort.Listen(begin, out var next, 64);
        Assert.InRange(next, begin + 1, begin + 63);
        var none = Assert.Throws<IOException>(() => ProxyPort.Listen(begin, out _, next - begin + 1));
        Assert.Contains($"127.0.0.1:{begin}-{next} are all taken", none.Message, StringComparison.Ordinal);
    }

    [WindowsFact]
    public async Task Who_has_the_credential_reaches_what_is_allowed_and_nothing_else()
    {
        using var server = ProxyPort.Listen(0, out var open);
        var credential = EgressCredential.Create();
        var told = new List<EgressRecord>();
        var proxy = new EgressProxy(new(Policy(open)), credential, record =>
        {
            lock (told) told.Add(record);
        });
        await using (proxy)
        {
            proxy.Serve(ProxyPort.Listen(0, out var port));
            Assert.StartsWith("HTTP/1.1 407", Ask(port, open, "wrong"), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 403", Ask(port, open + 1, credential.Secret), StringComparison.Ordinal);
            Assert.StartsWith("HTTP/1.1 200", Ask(port, open, credential.Secret), StringComparison.Ordinal);
            (await server.AcceptAsync(TestContext.Current.CancellationToken)).Dispose();
        }

        Assert.Contains(told, r => r.Outcome == EgressOutcome.Denied && r.Port == open + 1);
    }

    private static string Ask(int port, int target, string secret)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(IPAddress.Loopback, port);
        var credential = Convert.ToBase64String(Encoding.ASCII.GetBytes($"{EgressCredential.User}:{secret}"));
        socket.Send(Encoding.ASCII.GetBytes(
            $"CONNECT 127.0.0.1:{target} HTTP/1.1\r\nHost: 127.0.0.1:{target}\r\nProxy-Authorization: Basic {credential}\r\n\r\n"));
        var answer = new byte[4096];
        return Encoding.ASCII.GetString(answer, 0, socket.Receive(answer));
    }

    private static SandboxPolicy Policy(int port) => new()
    {
        Workspace = CanonicalPath.Root, Profile = Profile.WorkspaceWrite, Accepted = [],
        Write = [], DenyRead = [], Read = [], Protect = [], Network = NetworkMode.Allowlist,
        Allow = [new("127.0.0.1", false, port, new(PolicyLayer.Flag, "test"))],
        Loopback = [], Commands = [], Limits = new(), Environment = new([], [], []), Hash = "",
    };
}
