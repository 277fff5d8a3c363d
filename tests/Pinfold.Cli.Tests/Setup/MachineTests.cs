using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

public sealed class MachineTests
{
    private const string NeedsRoot = "mounts are made by root";

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_done_in_a_machine_is_not_done_to_the_host()
    {
        var before = File.ReadAllBytes("/etc/passwd");
        using var machine = new Machine();
        machine.AddUser("ada");
        Assert.Equal("ada\n", machine.Run("ada", "id", "-un").Output);
        Assert.Equal("written\n",
            machine.Shell("root", "echo written | tee /usr/local/lib/x /var/lib/x /run/x /tmp/x").Output);
        Assert.Equal(before, File.ReadAllBytes("/etc/passwd"));
        Assert.All((string[])["/usr/local/lib/x", "/var/lib/x", "/run/x", "/tmp/x"],
            f => Assert.False(File.Exists(f), f));
        Assert.Equal(3, machine.Shell("ada", "exit 3").Status);
        Assert.Contains("pinfold", machine.Run("ada", Machine.Programs + "/pinfold", "--help").Output,
            StringComparison.Ordinal);
    }

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_machine_ends_with_all_that_runs_in_it()
    {
        System.Diagnostics.Process left;
        using (var machine = new Machine()) left = machine.Start("root", "sleep", "1000");
        Assert.True(left.WaitForExit(TimeSpan.FromMinutes(5)));
        left.Dispose();
    }

    /// <summary>
    /// One below each cgroup of version 1 that a process entered is in, and one where setup makes those of version 2.
    /// </summary>
    private const string MakeCgroups = """
        set -eu
        while IFS=: read -r _ tree path; do
          if [ -n "$tree" ]; then mkdir "/sys/fs/cgroup/${tree#name=}$path/pinfold-1-a"; fi
        done < /proc/self/cgroup
        if [ -n "$1" ]; then mkdir -p "$1/pinfold-1-a"; sleep 1000 & echo $! > "$1/pinfold-1-a/cgroup.procs"; fi
        """;

    private const string FindCgroups = "find /sys/fs/cgroup -name 'pinfold-1-a' | sort";

    [Fact(Skip = NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_machine_sees_no_cgroup_of_another_and_leaves_none()
    {
        string[] names;
        using (Machine one = new(), other = new(), systemd = new(systemd: true))
        {
            one.Must("/bin/bash", "-c", MakeCgroups, "make", one.Cgroups ?? "");
            var made = one.Must("/bin/bash", "-c", FindCgroups);
            Assert.NotEmpty(made);
            Assert.Equal("", other.Must("/bin/bash", "-c", FindCgroups));
            Assert.Equal("", systemd.Must("/bin/bash", "-c", FindCgroups));
            other.Must("/bin/bash", "-c", MakeCgroups, "make", other.Cgroups ?? "");
            Assert.Equal(made, one.Must("/bin/bash", "-c", FindCgroups));
            names = [one.Name, other.Name, systemd.Name];
            Assert.All((string[])[one.Name, other.Name], n => Assert.Contains(n, Cgroups(), StringComparison.Ordinal));
        }

        Assert.All(names, n => Assert.DoesNotContain(n, Cgroups(), StringComparison.Ordinal));
    }

    private static string Cgroups()
    {
        var all = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return string.Join('\n', Directory.EnumerateDirectories("/sys/fs/cgroup", "*", all));
    }
}
