using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Setup;

/// <summary>
/// How setup and uninstall are killed at a record of the ledger: instead of writing it (what it tells of is done, and
/// not told), and after writing it (told, and not done).
/// </summary>
internal static class Kills
{
    internal const int Killed = 128 + 9;

    /// <summary>Runs it, killed at the n-th such call on the ledger; false when it ended before that.</summary>
    internal static bool At(Machine machine, string call, int n, string verb, string program = Installed.Pinfold)
    {
        string[] trace = ["strace", "-qq", "-o", "/dev/null", "-P", "/var/lib/pinfold/ledger", "-e", "trace=" + call];
        var outcome = machine.Run("root",
            [.. trace, "-e", $"inject={call}:signal=KILL:when={n}", program, verb, "--yes"]);
        Assert.True(outcome.Status is 0 or Killed, outcome.ToString());
        return outcome.Status == Killed;
    }

    /// <summary>Before a record, and after it; with systemd, whose steps take longer, before it.</summary>
    internal static string[] Calls(bool systemd) => systemd ? ["write"] : ["write", "fsync"];

    /// <summary>Two for each change of the plan.</summary>
    internal static int Records(Machine machine) =>
        2 * JsonDocument.Parse(machine.Run("root", Installed.Pinfold, "setup", "--dry-run", "--json").Output)
            .RootElement.GetProperty("plan").GetArrayLength();
}
