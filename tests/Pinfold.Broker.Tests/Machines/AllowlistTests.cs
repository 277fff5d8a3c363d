using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// The way out of an allow list is served by the user's own pinfold, also for a command that is another account.
/// </summary>
[Collection(ElevatedCollection.Name)]
public sealed class AllowlistTests(Elevated elevated)
{
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_named_is_reached_with_and_without_the_proxys_variables_and_nothing_else()
    {
        // public-looking, and this machine's alone
        elevated.Sh("root", "ip address add 203.0.113.7/32 dev lo && ip address add 203.0.113.8/32 dev lo");
        using var server = elevated.Machine.Start("root", "python3", "-m", "http.server", "80", "--bind", "0.0.0.0",
            "--directory", "/opt/scripts");
        elevated.Sh("root", "until python3 -c 'import socket; socket.create_connection((\"203.0.113.7\", 80))' 2>/dev/null; do kill -0 1; done");
        var output = elevated.Sh("ada", """
            cd ~/ws
            /opt/pinfold/pinfold run --mode elevated --allow 203.0.113.7:80 -- sh -c '
              set -f; id -un
              for way in "" "--noproxy *"; do for host in 203.0.113.7 203.0.113.8; do curl -s $way -m 10 -o /dev/null -w "%{http_code}\n" http://$host/raw.py || :; done; done'
            """);
        server.Kill(entireProcessTree: true);
        Assert.Equal("pinfold-offline\n200\n403\n200\n000\n", output);
    }
}
