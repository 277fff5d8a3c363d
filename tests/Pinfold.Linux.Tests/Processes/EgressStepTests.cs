using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Network;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>The sockets of the one way out: made inside, handed over, and nothing besides.</summary>
public sealed class EgressStepTests : IDisposable
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "test");
    private readonly Fence _fence = new();

    public EgressStepTests() =>
        _fence.Policy = _fence.Policy with
        {
            Network = NetworkMode.Allowlist,
            Allow = [new("a.example", false, 443, Here), new("b.example", false, 8443, Here)]
        };

    public void Dispose() => _fence.Dispose();

    [Theory]
    [InlineData("93.184.216.34", 443)]
    [InlineData("93.184.216.34", 8443)]
    [InlineData("2606:2800:220:1::1", 443)]
    [InlineData("169.254.169.254", 443)]
    [InlineData("127.0.0.9", 443)]
    public async Task A_connection_to_any_address_at_a_port_of_the_list_arrives_with_its_destination(string address,
        int port)
    {
        using var command = Start(
            $"import socket; s = socket.create_connection(('{address}', {port})); s.sendall(b'x'); s.recv(1)");
        var sockets = command.TakeEgress()!;
        var listener = Assert.Single(sockets.Direct, s => ((IPEndPoint)s.LocalEndPoint!).Port == port);
        using (var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken))
        {
            var wanted = (IPEndPoint)accepted.LocalEndPoint!;
            Assert.Equal((IPAddress.Parse(address), port),
                (wanted.Address.IsIPv4MappedToIPv6 ? wanted.Address.MapToIPv4() : wanted.Address, wanted.Port));
        }

        Close(sockets);
        command.Wait();
    }

    [Fact]
    public async Task The_proxy_is_spoken_to_at_the_loopback()
    {
        using var command = Start("import socket; socket.create_connection(('127.0.0.1', 3128)).recv(1)");
        var sockets = command.TakeEgress()!;
        using (var accepted = await sockets.Proxy.AcceptAsync(TestContext.Current.CancellationToken))
            Assert.Equal("127.0.0.1:3128", accepted.LocalEndPoint!.ToString());
        Close(sockets);
        Assert.Equal(0, command.Wait().ExitStatus);
    }

    [Theory]
    [InlineData("127.0.0.53")]
    [InlineData("127.0.0.1")]
    [InlineData("8.8.8.8")]
    [InlineData("2001:4860:4860::8888")]
    public async Task A_question_is_answered_from_the_address_that_was_asked(string server)
    {
        var family = server.Contains(':', StringComparison.Ordinal) ? "AF_INET6" : "AF_INET";
        var file = _fence.Folder + "/asked";
        using var command = _fence.Start(["python3", "-c",
            $"import socket; s = socket.socket(socket.{family}, socket.SOCK_DGRAM); s.connect(('{server}', 53)); s.send(b'question'); print(s.recv(100))"],
            TimeSpan.FromMinutes(1), file: file, edit: r => r with { ServesEgress = true });
        var sockets = command.TakeEgress()!;
        var got = await sockets.Names.ReceiveMessageFromAsync(new byte[100], SocketFlags.None,
            new IPEndPoint(IPAddress.IPv6Any, 0), TestContext.Current.CancellationToken);
        Assert.True(DatagramReply.Send(sockets.Names, "answer"u8, (IPEndPoint)got.RemoteEndPoint,
            got.PacketInformation.Address));
        Assert.Equal(0, command.Wait().ExitStatus);
        Assert.Equal("b'answer'\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Close(sockets);
    }

    [Fact]
    public async Task A_question_by_TCP_arrives_with_the_address_that_was_asked()
    {
        using var command = Start("import socket; socket.create_connection(('8.8.8.8', 53)).recv(1)");
        var sockets = command.TakeEgress()!;
        var listener = Assert.Single(sockets.Direct, s => ((IPEndPoint)s.LocalEndPoint!).Port == 53);
        using (var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken))
            Assert.EndsWith("8.8.8.8]:53", accepted.LocalEndPoint!.ToString(), StringComparison.Ordinal);
        Close(sockets);
        Assert.Equal(0, command.Wait().ExitStatus);
    }

    [Fact]
    public void A_port_that_nobody_serves_is_unreachable_and_told()
    {
        var (output, result) = _fence.Run(["python3", "-c",
            "import socket\ntry: socket.create_connection(('93.184.216.34', 22))\nexcept OSError as e: print(e.errno)"],
            edit: r => r with { ServesEgress = true });
        Assert.Equal("101\n", output); // ENETUNREACH, as offline
        Assert.Equal(new Denial(DenialKind.Address, "93.184.216.34:22"), Assert.Single(result.Denials));
    }

    [Fact]
    public void Without_a_proxy_nothing_listens()
    {
        var (output, _) = _fence.Run(["python3", "-c",
            "import socket\nfor a in (('93.184.216.34', 443), ('127.0.0.1', 3128)):\n try: socket.create_connection(a)\n except OSError as e: print(e.errno)"]);
        Assert.Contains(output, (string[])["111\n111\n", "101\n111\n"], StringComparer.Ordinal);
    }

    [Fact]
    public void The_hosts_own_network_is_left_as_it_is()
    {
        var before =
            PlanFile.Host("cat /proc/net/route /proc/net/fib_trie; ip -6 route show table all 2>/dev/null").Output;
        _fence.Run(["true"], edit: r => r with { ServesEgress = true });
        Assert.Equal(before,
            PlanFile.Host("cat /proc/net/route /proc/net/fib_trie; ip -6 route show table all 2>/dev/null").Output);
    }

    [Fact]
    public void Routes_are_changed_in_a_network_of_its_own_or_not_at_all()
    {
        var (_, result) = _fence.Run(["true"], change: plan => plan with
        {
            Steps = [.. plan.Steps.Select(
                s => s is PlanStep.CreateNamespaces n ? new PlanStep.CreateNamespaces(n.Kinds & ~Namespaces.Net) : s)],
        });
        Assert.Equal(LaunchOutcome.Failed, result.Outcome);
        Assert.Contains("the launcher refused the plan", result.Failure, StringComparison.Ordinal);
    }

    private RunningCommand Start(string script) =>
        _fence.Start(["python3", "-c", script], TimeSpan.FromMinutes(1), edit: r => r with { ServesEgress = true });

    private static void Close(EgressSockets sockets)
    {
        foreach (var socket in (Socket[])[sockets.Proxy, sockets.Names, .. sockets.Direct]) socket.Dispose();
    }
}
