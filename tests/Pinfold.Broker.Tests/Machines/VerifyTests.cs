using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Core.Tests;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>The whole list of attacks against the elevated fence: what an ordinary user cannot try, root tries.</summary>
[Collection(ElevatedCollection.Name)]
public sealed class VerifyTests(Elevated elevated)
{
    private const int MostOfThem = 330;

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("ada")]
    [InlineData("root")]
    public void Every_attack_is_denied(string user)
    {
        elevated.Sh("root", "mkdir -p /home/root && mount -t tmpfs -o mode=700 home /root"); // an overlay cannot be idmapped
        var outcome = elevated.Machine.Shell(user, "cd ~ && /opt/pinfold/pinfold verify --mode elevated --json");
        using var report = JsonDocument.Parse(outcome.Output);
        var broken = report.RootElement.GetProperty("attacks").EnumerateArray()
            .Where(a => a.GetProperty("outcome").GetString() is "escaped" or "failed").Select(a => $"{a.GetProperty("name")}: {a.GetProperty("detail")}");
        Assert.Equal("", string.Join('\n', broken));
        Assert.Equal(0, outcome.Status);
        Assert.StartsWith("elevated", report.RootElement.GetProperty("mode").GetString(), StringComparison.Ordinal);
        Approved.Verify(string.Join('\n', report.RootElement.GetProperty("attacks").EnumerateArray().Where(a => a.GetProperty("outcome").GetString() is not "denied")
            .Select(a => $"{a.GetProperty("name")}: {a.GetProperty("outcome")}: {a.GetProperty("detail")}")), user);
        Assert.True(report.RootElement.GetProperty("totals").GetProperty("denied").GetInt32() >= MostOfThem);
    }
}
