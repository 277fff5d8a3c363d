using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Core.Tests;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// The whole list of attacks against the elevated fence: what an ordinary user cannot try, root tries.
/// </summary>
[Collection(ElevatedCollection.Name)]
public sealed class VerifyTests(Elevated elevated)
{
    private const int MostOfThem = 330;

    /// <summary>Reasons that another kernel, or a host with more programs, does not give.</summary>
    private static readonly string[] OfTheHost = ["its control does not work here", "is not here"];

    /// <summary>
    /// What kernels are built without, what a container forbids its root, and what is not installed everywhere.
    /// </summary>
    private static readonly string[] HostsMayLack =
    [
        "process-nice-group", "syscall-io-uring-register", "syscall-x32", "syscall-int80", "syscall-int80-kill",
        "syscall-iopl", "syscall-ioperm", "syscall-kernel-log", "syscall-kexec-load", "syscall-kexec-file-load",
        "syscall-init-module", "syscall-finit-module", "syscall-delete-module", "net-ping",
        "net-sctp", "net-dccp", "net-vsock-datagram", "net-kernel-crypto", "net-bluetooth", "net-can",
        "net-key-management", "net-tipc", "net-smc", "limit-raise-processes", "limit-oom-score", "privilege-sudo",
    ];

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("ada")]
    [InlineData("root")]
    public void Every_attack_is_denied(string user)
    {
        // an overlay cannot be idmapped
        elevated.Sh("root", "mkdir -p /home/root && mount -t tmpfs -o mode=700 home /root");
        var outcome = elevated.Machine.Shell(user, "cd ~ && /opt/pinfold/pinfold verify --mode elevated --json");
        using var report = JsonDocument.Parse(outcome.Output);
        var broken = report.RootElement.GetProperty("attacks").EnumerateArray()
            .Where(a => a.GetProperty("outcome").GetString() is "escaped" or "failed")
            .Select(a => $"{a.GetProperty("name")}: {a.GetProperty("detail")}");
        Assert.Equal("", string.Join('\n', broken));
        Assert.Equal(0, outcome.Status);
        Assert.StartsWith("elevated", report.RootElement.GetProperty("mode").GetString(), StringComparison.Ordinal);
        var skipped = report.RootElement.GetProperty("attacks").EnumerateArray()
            .Where(a => a.GetProperty("outcome").GetString() is "skipped")
            .ToLookup(
                a => OfTheHost.Any(w => a.GetProperty("detail").GetString()!.Contains(w, StringComparison.Ordinal)));
        Approved.Verify(
            string.Join('\n', skipped[false].Select(a => $"{a.GetProperty("name")}: {a.GetProperty("detail")}")), user);
        Assert.Equal("", string.Join('\n', skipped[true].Where(a => !HostsMayLack.Contains(
            a.GetProperty("name").GetString(), StringComparer.Ordinal))
            .Select(a => $"{a.GetProperty("name")}: {a.GetProperty("detail")}")));
        Assert.True(report.RootElement.GetProperty("totals").GetProperty("denied").GetInt32() >= MostOfThem);
    }
}
