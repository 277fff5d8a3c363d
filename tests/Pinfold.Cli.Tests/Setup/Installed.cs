using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>What setup did to a machine, looked at with other programs than Pinfold.</summary>
internal static class Installed
{
    internal const string NeedsRoot =
        "setup changes accounts and mounts, which root alone may do in a machine of its own";
    internal const string Pinfold = Machine.Programs + "/pinfold";

    /// <summary>Everything that setup may change, as text: an oracle that shares no code with the proof.</summary>
    internal static string State(Machine machine) => machine.Must("/bin/bash", "-c", """
        stat -c '%n %F %a %u %g' /etc/{passwd,group,shadow,gshadow,subuid,subgid}{,-} /etc/.pwd.lock 2>&1
        sha256sum /etc/{passwd,group,shadow,gshadow,subuid,subgid}{,-} /etc/.pwd.lock 2>&1
        find /usr/local /etc/systemd /etc/init.d /etc/rc?.d /etc/pinfold /var/lib/pinfold /run/pinfold -printf '%p %y %m %U %G %l\n' 2>/dev/null | sort
        find /sys/fs/cgroup{,/unified}"$(sed -n 's/^0:://p' /proc/1/cgroup)" -mindepth 1 -type d -printf '%p %m %U %G\n' 2>/dev/null | grep pinfold | sort -u
        nft list ruleset
        findmnt -rno TARGET,SOURCE | sort
        ps -eo uid,args --no-headers | awk '$1 > 900 && $1 < 1000'
        """);

    internal static Outcome Setup(Machine machine, params string[] more) =>
        machine.Run("root", [Pinfold, "setup", "--yes", .. more]);

    /// <summary>Sets up, which must succeed.</summary>
    internal static void Ready(Machine machine)
    {
        var outcome = Setup(machine);
        Assert.True(outcome.Status == 0, outcome.ToString());
    }

    /// <summary>
    /// Uninstalls with proof; the machine must be as <paramref name="before"/>, for Pinfold and for other programs.
    /// </summary>
    internal static void Gone(Machine machine, string before)
    {
        var outcome = machine.Run("root", Pinfold, "uninstall", "--prove", "--yes", "--json");
        Assert.True(outcome.Status == 0, outcome.ToString());
        Assert.True(JsonDocument.Parse(outcome.Output).RootElement.GetProperty("proved").GetBoolean());
        var (old, now) = (before.Split('\n'), State(machine).Split('\n'));
        // Line by line, so that a failure names what is left or lost, in a text of thousands.
        var (gone, left) = (old.Except(now, StringComparer.Ordinal), now.Except(old, StringComparer.Ordinal));
        Assert.Equal("", string.Join('\n', [.. gone.Select(l => "- " + l), .. left.Select(l => "+ " + l)]));
        Assert.Equal(old, now);
    }
}
