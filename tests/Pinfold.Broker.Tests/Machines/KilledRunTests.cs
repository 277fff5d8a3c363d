using System.Diagnostics;
using System.Globalization;
using System.Text;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>A test run that is killed takes its machines along, and the next run what was theirs on the host.</summary>
public sealed class KilledRunTests
{
    private const string Systemd = "PINFOLD_MACHINE_OF_A_KILLED_RUN", Ready = "machine: ";

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData(false)]
    [InlineData(true)]
    public void A_killed_run_leaves_no_machine_and_the_next_removes_its_files_and_cgroups(bool systemd)
    {
        string[] arguments = ["-noColor", "-explicit", "only", "-method", $"*{nameof(Waits_to_be_killed)}"];
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments)
            { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[Systemd] = systemd ? "1" : "0";
        using var run = Process.Start(start)!;
        string? line;
        do line = run.StandardOutput.ReadLine();
        while (line?.StartsWith(Ready, StringComparison.Ordinal) == false);
        Assert.True(line is not null, "no machine was made");
        var words = line[Ready.Length..].Split(' ');
        using var first = Process.GetProcessById(int.Parse(words[0], CultureInfo.InvariantCulture));
        Assert.NotEmpty(Left(words[1])); // the control
        run.Kill();
        run.WaitForExit();
        Assert.True(first.WaitForExit(TimeSpan.FromMinutes(1)), "its first process lives on");
        using (new Machine()) Assert.Equal([], Left(words[1]));
    }

    /// <summary>What the run does that is killed.</summary>
    [Fact(Explicit = true)]
    public void Waits_to_be_killed()
    {
        using var machine = new Machine(systemd: Environment.GetEnvironmentVariable(Systemd) == "1");
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.UTF8.GetBytes($"\n{Ready}{machine.Init} {machine.Name}\n"));
        output.Flush();
        using var input = Console.OpenStandardInput();
        input.ReadByte();
    }

    private static string[] Left(string name)
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return [.. Directory.EnumerateDirectories("/sys/fs/cgroup", name, all),
            .. Directory.EnumerateDirectories(Path.GetTempPath(), "pinfold-" + name)];
    }
}
