using Pinfold.Cli.Installing;
using Pinfold.Cli.Output;
using Pinfold.Core.Ledger;

namespace Pinfold.Cli.Diagnosis;

/// <summary>Whether this host is set up for the elevated mode, and what of it does not hold.</summary>
internal static class Elevated
{
    private const string Fix = Administrator.Pinfold + " doctor --fix";

    /// <summary>One line on the state, and what is wrong with it.</summary>
    internal static (string State, List<Finding> Findings) Check()
    {
        if (!Directory.Exists(SetupPaths.State))
        {
            var strays = InstallationFaults.FindStrays(told: null).ToArray();
            if (strays.Length > 0)
                return ("its ledger is lost",
                    [new($"the ledger of the elevated mode is lost, and there are {string.Join(", ", strays)}",
                        $"{Administrator.Pinfold} setup takes them over; "
                            + $"then '{Administrator.Pinfold} uninstall' removes them")]);
            var obstacles = Obstacles.Find().ToArray();
            var needs = obstacles.Length == 0
                ? ""
                : $"; before that: {string.Join("; ", obstacles.Select(o => $"{o.What} ({o.Fix})"))}";
            return ($"not set up; an administrator runs '{Administrator.Pinfold} setup' once, "
                + $"and 'pinfold setup --dry-run' prints what it changes{needs}",
                []);
        }

        if (!Administrator.IsHere) return Ask();
        if (!File.Exists(SetupPaths.Ledger))
            return ("its ledger is lost", [new($"{SetupPaths.Ledger} is missing", Fix)]);
        var book = SetupLedger.Read();
        List<Finding> findings = [.. InstallationFaults.Find(book)
            .Concat(NetworkFaults(book)).Select(f => new Finding($"elevated mode: {f}", Fix))];
        findings.AddRange(Obstacles.Find().Select(o => new Finding(o.What, o.Fix)));
        return (findings.Count == 0 ? "set up, and all of it holds" : "set up, and not all of it holds", findings);
    }

    private static IEnumerable<string> NetworkFaults(LedgerBook book)
    {
        try
        {
            return MachineNetwork.Options(null, null).NetworkFaults(book);
        }
        catch (CommandException e)
        {
            return [$"whether the packet filter is what the machine's policy says cannot be told: {e.Message}"];
        }
    }

    /// <summary>What an ordinary user can know: whether the broker answers.</summary>
    private static (string State, List<Finding> Findings) Ask()
    {
        try
        {
            var status = BrokerClient.Status();
            if (!OperatingSystem.IsWindows() && !status.Rivals.IsEmpty)
                return ("set up, and starts no command",
                    [.. status.Rivals.Select(r => new Finding($"elevated mode: {r}", Fix))]);
            return ($"set up, and the broker answers; {status.Running} of your commands run. "
                + $"What of the rest holds is told to {Administrator.Who}: {Administrator.Pinfold} doctor",
                []);
        }
        catch (IOException e)
        {
            return ("set up, and does not work", [new($"elevated mode: {e.Message}", Fix)]);
        }
    }

    /// <summary>
    /// Makes what setup made hold again: all of it as root; accounts and firewall, through the broker, as anybody.
    /// </summary>
    internal static int Repair(bool json)
    {
        if (!Administrator.IsHere && Directory.Exists(SetupPaths.State))
        {
            BrokerClient.Repair();
            Messages.Say($"accounts and firewall are as they were set up; what else there is, {Administrator.Who} repairs: {Fix}");
            return ExitStatus.Success;
        }

        Administrator.Require("doctor --fix");
        if (!Directory.Exists(SetupPaths.State) && !InstallationFaults.FindStrays(told: null).Any())
        {
            Messages.Say("nothing is set up here, so there is nothing to repair; 'pinfold setup' sets it up");
            return ExitStatus.Success;
        }

        return Install.Make(MachineNetwork.Options(null, null), json);
    }
}
