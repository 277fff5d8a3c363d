using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>What goes wrong with the unit, where systemd is what started the host.</summary>
public sealed class SystemdRepairTests
{
    private const string Unit = "pinfold-broker.service", File = "/etc/systemd/system/" + Unit;

    [Theory(Skip = Installed.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData($"rm {File}", $"{Unit} is missing or changed")]
    [InlineData($"rm {File} && systemctl daemon-reload", $"{Unit} is missing or changed")]
    [InlineData($"systemctl disable {Unit}", $"nothing starts {Unit} at boot")]
    [InlineData(
        $"sed -i s,^ExecStart=.*,ExecStart=/bin/true, {File} && systemctl daemon-reload && systemctl restart {Unit}",
        $"{Unit} is missing or changed")]
    [InlineData($"systemctl stop {Unit}", "the launch service does not run")]
    public void A_damaged_unit_is_named_and_repaired(string damage, string named)
    {
        using var machine = new Machine(systemd: true);
        var before = Installed.State(machine);
        Installed.Ready(machine);
        Assert.Contains("all of it holds", Doctor(machine).Output, StringComparison.Ordinal);
        machine.Must("/bin/bash", "-c", damage);
        var found = Doctor(machine).Output;
        Assert.Contains(named, found, StringComparison.Ordinal);
        Assert.Contains("doctor --fix", found, StringComparison.Ordinal);
        var repaired = machine.Run("root", Installed.Pinfold, "doctor", "--fix");
        Assert.True(repaired.Status == 0, repaired.ToString());
        Assert.Contains("all of it holds", Doctor(machine).Output, StringComparison.Ordinal);
        Assert.Equal("active\nenabled\n",
            machine.Must("systemctl", "is-active", Unit) + machine.Must("systemctl", "is-enabled", Unit));
        Assert.Contains("path=/usr/local/lib/pinfold/pinfold-broker",
            machine.Must("systemctl", "show", "-p", "ExecStart", Unit), StringComparison.Ordinal);
        Installed.Gone(machine, before);
    }

    private static Outcome Doctor(Machine machine) =>
        machine.Run("root", Installed.Pinfold, "doctor", "--workspace", "/opt");
}
