using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Servers;

/// <summary>
/// A development server inside is reached by the user on a port that the policy declares, and on no other.
/// </summary>
public sealed class ServerTests(Account account)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Python_serves_on_a_declared_port()
    {
        Account.Require("python3", "python3");
        var port = FreePort();
        using var server = Serve("python-server", port, $"exec python3 -u -m http.server --bind 127.0.0.1 {port}");
        Assert.Equal("the page", await Get(server, port));
        End(server);
        await Assert.ThrowsAsync<HttpRequestException>(
            () => new HttpClient().GetStringAsync($"http://127.0.0.1:{port}/", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Node_serves_many_requests_at_once_and_large_answers()
    {
        Account.Require("node", "nodejs");
        var port = FreePort();
        using var server = Serve("node-server", port,
            $"exec node -e 'require(\"http\").createServer((q, s) => q.url == \"/big\" ? s.end(\"x\".repeat(8 << 20)) : s.end(\"the page\")).listen({port}, \"127.0.0.1\", () => console.log(\"up\"))'");
        Assert.Equal("the page", await Get(server, port));
        using var client = new HttpClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32)
            .Select(_ => client.GetStringAsync($"http://127.0.0.1:{port}/", TestContext.Current.CancellationToken)));
        Assert.All(answers, a => Assert.Equal("the page", a));
        Assert.Equal(8 << 20, (await client.GetStringAsync($"http://127.0.0.1:{port}/big",
            TestContext.Current.CancellationToken)).Length);
        End(server);
    }

    [Fact]
    public async Task A_port_that_is_not_declared_stays_inside()
    {
        Account.Require("python3", "python3");
        var (declared, hidden) = (FreePort(), FreePort());
        using var server = Serve("hidden-server", declared,
            $"python3 -m http.server --bind 127.0.0.1 {hidden} & exec python3 -m http.server --bind 127.0.0.1 {declared}");
        Assert.Equal("the page", await Get(server, declared));
        using var socket = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(
            () => socket.ConnectAsync(IPAddress.Loopback, hidden, TestContext.Current.CancellationToken).AsTask());
        End(server);
    }

    private Process Serve(string name, int port, string script)
    {
        var folder = $"{account.Home}/{name}";
        var made = account.Shell(account.Home, $"mkdir -p {folder}/ws {folder}/config/pinfold; printf 'the page' > {folder}/ws/index.html; printf 'version = 1\\n[network]\\nloopback = [{port}]\\n' > {folder}/config/pinfold/policy.toml");
        Assert.True(made.Status == 0, made.ToString());
        return account.Start(folder + "/ws", "env", $"XDG_CONFIG_HOME={folder}/config", account.Pinfold, "run", "--",
            "/bin/sh", "-c", script);
    }

    /// <summary>The page, as soon as the server answers.</summary>
    private static async Task<string> Get(Process server, int port)
    {
        using var client = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return await client.GetStringAsync($"http://127.0.0.1:{port}/", TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException) when (!server.HasExited && clock.Elapsed < Patience)
            {
                await Task.Yield(); // not up yet
            }
            catch (HttpRequestException e)
            {
                Assert.Fail($"no answer: {e.Message}; {(server.HasExited ? $"exit {server.ExitCode}: " + await server.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "still running")}");
            }
        }
    }

    private static void End(Process server)
    {
        server.Kill();
        Assert.True(server.WaitForExit(Patience));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
