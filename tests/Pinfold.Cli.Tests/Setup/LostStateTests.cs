using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// The state before setup is lost while what setup made stands: another setup knows its own, and uninstall tells the
/// one from the other.
/// </summary>
public sealed class LostStateTests
{
    private const string LeftOut =
        "the state before the first set-up is lost: Pinfold's own things that setup found are left out of the comparison";

    /// <summary>Nobody knows the copies that the tools kept, and whether the lock was there.</summary>
    private static readonly string[] Unknown =
        ["gshadow-", "group-", "passwd-", "shadow-", "subgid-", "subuid-", ".pwd.lock"];

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("rm -r /var/lib/pinfold", false)]
    [InlineData("rm -r /var/lib/pinfold", true)]
    [InlineData("rm /var/lib/pinfold/before", false)]
    [InlineData("rm -r /var/lib/pinfold; pkill -x pinfold-broker; nft delete table inet pinfold", false)]
    public void Uninstall_leaves_nothing_and_says_what_it_could_not_compare(string loss, bool systemd)
    {
        using var machine = new Machine(systemd: systemd);
        machine.Must("useradd", "eve");
        var before = Known(machine);
        Installed.Ready(machine);
        machine.Must("/bin/bash", "-c", loss);
        Installed.Ready(machine);
        var outcome = machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes");
        Assert.True(outcome.Status == 0, outcome.ToString());
        Assert.StartsWith(LeftOut, outcome.Output[outcome.Output.IndexOf("the state", StringComparison.Ordinal)..],
            StringComparison.Ordinal);
        Assert.EndsWith("\nall else is as it was before setup, and nothing of Pinfold's is left\n", outcome.Output,
            StringComparison.Ordinal);
        Assert.Equal(before, Known(machine));
        Assert.Equal("", machine.Shell("root", "grep -lE pinfold-o[fn] /etc/{passwd,group,shadow,gshadow}{,-}").Output);
        Installed.Ready(machine);
        Assert.Equal(0, machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes").Status);
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Accounts_that_an_administrator_named_are_known_by_their_marks()
    {
        using var machine = new Machine();
        var before = Known(machine);
        Assert.Equal(0,
            Installed.Setup(machine, "--offline-account", "fenced", "--online-account", "fenced-net").Status);
        machine.Must("rm", "-r", "/var/lib/pinfold");
        Installed.Ready(machine);
        Assert.Equal("", machine.Shell("root", "getent passwd pinfold-offline pinfold-online").Output);
        var outcome = machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes", "--json");
        Assert.True(outcome.Status == 0, outcome.ToString());
        var json = JsonDocument.Parse(outcome.Output).RootElement;
        Assert.False(json.GetProperty("proved").GetBoolean());
        Assert.StartsWith(LeftOut, json.GetProperty("left_out").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, Known(machine));
    }

    [Fact(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_anothers_is_named_all_the_same()
    {
        using var machine = new Machine();
        Installed.Ready(machine);
        machine.Must("rm", "-r", "/var/lib/pinfold");
        machine.Must("touch", "/usr/local/lib/pinfold/theirs");
        Installed.Ready(machine);
        machine.Must("useradd", "grace");
        machine.Must("nft", "add", "table", "ip", "another");
        machine.Must("touch", "/etc/systemd/system/pinfold-other.service");
        var outcome = machine.Run("root", Installed.Pinfold, "uninstall", "--prove", "--yes");
        Assert.Equal(1, outcome.Status);
        foreach (var what in (string[])[LeftOut, "differs    file /etc/passwd:",
            "differs    file /etc/shadow:", "differs    nftables ip another",
            "differs    file /etc/systemd/system/pinfold-other.service",
            "differs    /usr/local/lib/pinfold has something in it that is not Pinfold's"])
            Assert.Contains(what, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("file /usr/local/lib/pinfold/", outcome.Output, StringComparison.Ordinal);
        Assert.Equal("/usr/local/lib/pinfold/theirs\n", machine.Must("find", "/usr/local/lib/pinfold", "-type", "f"));
    }

    private static string Known(Machine machine) =>
        string.Join('\n', Installed.State(machine).Split('\n')
            .Where(l => !Unknown.Any(u => l.Contains("/etc/" + u, StringComparison.Ordinal))));
}
