using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// What an administrator has to allow first is named by doctor, with what to do, before setup fails at it.
/// </summary>
public sealed class ObstacleTests
{
    /// <summary>How a machine is made to lack something, and what doctor says of it.</summary>
    public static TheoryData<string, string> Lacks => new()
    {
        { Without("/usr/sbin", "nft"), "'nft' is not installed (apt-get install nftables)" },
        { Without("/usr/sbin", "useradd"), "'useradd' is not installed (apt-get install passwd)" },
        { Without("/usr/sbin", "groupadd"), "'groupadd' is not installed (apt-get install passwd)" },
        { "chmod g+w /usr/local/lib", "chmod go-w" },
        { Remounted("/usr/local", "ro"), "/usr/local is mounted read-only or noexec" },
        { Remounted("/usr/local", "noexec"), "/usr/local is mounted read-only or noexec" },
        { Remounted("/var/lib", "ro"), "/var/lib is mounted read-only" },
        { Remounted("/etc/shadow", "ro"), "/etc/shadow is read-only" },
        { "echo 'passwd: ldap sss' > /etc/nsswitch.conf",
            "/etc/nsswitch.conf looks accounts up without this host's own file (passwd: ldap sss)" },
    };

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [MemberData(nameof(Lacks))]
    public void What_is_in_the_way_of_setup_is_named(string lack, string named)
    {
        using var machine = new Machine();
        Assert.DoesNotContain("before that:", Doctor(machine, []), StringComparison.Ordinal);
        machine.Must("/bin/bash", "-c", "set -e; " + lack);
        var said = Doctor(machine, []);
        Assert.Contains("before that:", said, StringComparison.Ordinal);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_root_that_may_not_filter_is_told_so()
    {
        using var machine = new Machine();
        Assert.Contains("the kernel has no nftables here", Doctor(machine, "setpriv", "--bounding-set", "-net_admin"),
            StringComparison.Ordinal);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_uninstall_would_refuse_is_refused_before_anything_is_made()
    {
        using var machine = new Machine();
        machine.Must("chmod", "1777", "/run");
        var before = Installed.State(machine);
        var outcome = machine.Run("root", Installed.Pinfold, "setup", "--yes");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("chmod go-w /run", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, Installed.State(machine));
        Assert.Contains("chmod go-w /run", Doctor(machine, []), StringComparison.Ordinal);
    }

    /// <summary>How somebody has one of our names, what setup says, and how it is seen that it is as it was.</summary>
    public static TheoryData<string, string, string> Foreign => new()
    {
        { "printf '#!/bin/sh\n' > /etc/init.d/pinfold-broker",
            "/etc/init.d/pinfold-broker is there, and is not Pinfold's", "cat /etc/init.d/pinfold-broker" },
        { "nft add table inet pinfold",
            "there is an nftables table inet pinfold, and it is not Pinfold's", "nft list ruleset" },
        { "nft add table inet pinfold; nft add set inet pinfold mine '{ type ipv4_addr; }'",
            "there is an nftables table inet pinfold, and it is not Pinfold's", "nft list ruleset" },
        { "nft add table inet pinfold; nft add chain inet pinfold mine",
            "there is an nftables table inet pinfold, and it is not Pinfold's", "nft list ruleset" },
    };

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [MemberData(nameof(Foreign))]
    public void What_somebody_else_has_under_one_of_our_names_stays(string made, string named, string look)
    {
        using var machine = new Machine();
        machine.Must("/bin/bash", "-c", made);
        var before = machine.Must("/bin/bash", "-c", look);
        var outcome = Installed.Setup(machine);
        Assert.Equal(125, outcome.Status);
        Assert.Contains(named, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, machine.Must("/bin/bash", "-c", look));
        Assert.Equal("", machine.Shell("root", "getent passwd pinfold-offline; ls -d /usr/local/lib/pinfold").Output);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_that_no_command_may_work_in_keeps_nothing_back()
    {
        using var machine = new Machine();
        var outcome = machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/");
        Assert.Equal(1, outcome.Status);
        Assert.StartsWith("built-in: PF1023", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("elevated mode: not set up", outcome.Output, StringComparison.Ordinal);
        var json = System.Text.Json.JsonDocument.Parse(machine.Run("root", Installed.Pinfold, "doctor",
            "--workspace", "/", "--json").Output).RootElement;
        Assert.False(json.GetProperty("holds").GetBoolean());
        Assert.StartsWith("not set up", json.GetProperty("elevated").GetString(), StringComparison.Ordinal);
    }

    private static string Doctor(Machine machine, params string[] before) =>
        machine.Run("root", [.. before, Installed.Pinfold, "doctor", "--workspace", "/opt"]).Output;

    private static string Without(string folder, string program) =>
        $"mkdir -p /run/over/upper /run/over/work; mount -t overlay overlay -o lowerdir={folder},upperdir=/run/over/upper,workdir=/run/over/work {folder}; rm {folder}/{program}";

    private static string Remounted(string path, string how) =>
        $"mount --bind {path} {path}; mount -o remount,bind,{how} {path}";
}
