using System.Diagnostics;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

public sealed class TreeTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Daemons_die_with_the_command()
    {
        var mark = "4" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, 999_999_999);
        _fence.Shell($"(setsid sleep {mark} & ) ; setsid nohup sleep {mark} >/dev/null 2>&1 & exit 0");
        Assert.Empty(Survivors(mark));
    }

    [Fact]
    public void Without_namespaces_daemons_die_too()
    {
        var mark = "5" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, 999_999_999);
        var facts = _fence.Facts() with { NoUserNamespaces = "the test says so" };
        var (_, result) = _fence.Run(["/bin/sh", "-c", $"(setsid sleep {mark} &) ; exit 3"], facts: facts);
        Assert.Equal((LaunchOutcome.Exited, 3), (result.Outcome, result.ExitStatus));
        Assert.Empty(Survivors(mark));
    }

    [Fact]
    public void A_fork_bomb_stops_at_the_limit()
    {
        _fence.Policy = _fence.Policy with { Limits = new() { Processes = 40 } };
        var (output, _) = _fence.Shell("python3 -c 'import os,sys\nn=0\ntry:\n  while n<200:\n    n+=1\n    if os.fork()==0: os.read(os.pipe()[0],1)\nexcept OSError as e: print(n, e.strerror)'");
        Assert.Contains("Resource temporarily unavailable", output, StringComparison.Ordinal);
        Assert.InRange(int.Parse(output.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture), 20, 40);
    }

    [Fact]
    public void Killing_the_command_object_ends_the_tree()
    {
        var mark = "6" + System.Security.Cryptography.RandomNumberGenerator.GetInt32(100_000_000, 999_999_999);
        using (var command = _fence.Start(["/bin/sh", "-c", $"setsid sleep {mark} & echo ready > up; sleep {mark}"]))
        {
            SpinWait.SpinUntil(() => File.Exists(_fence.Workspace + "/up"), TimeSpan.FromMinutes(1));
            Assert.NotEmpty(Survivors(mark));
        }

        Assert.Empty(Survivors(mark));
    }

    private static List<string> Survivors(string mark) =>
        [.. Process.GetProcesses().Where(p => CommandLine(p.Id).Contains(mark, StringComparison.Ordinal))
            .Select(p => p.ProcessName)];

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return ""; // it ended meanwhile
        }
    }
}
