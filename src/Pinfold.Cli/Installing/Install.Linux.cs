using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Ledger;
using Pinfold.Linux.Setup;

namespace Pinfold.Cli.Installing;

/// <summary><c>pinfold setup</c>: plan, show, apply, verify. What holds is not touched, so that it also repairs.</summary>
internal static class Install
{
    private const string GoOn = "what was made is in the ledger: run 'pinfold setup' again to go on, or 'pinfold uninstall' to take it back";

    internal static int Execute(string? offline, string? online, bool dryRun, bool yes, bool json)
    {
        if (!dryRun) Administrator.Require("setup");
        var options = new SetupOptions(offline, online, MachinePorts.Read(), AppContext.BaseDirectory);
        var book = Administrator.IsHere && File.Exists(SetupPaths.Ledger) ? SetupLedger.Read() : new LedgerBook();
        var plan = SetupPlan.Make(options, book);
        var planned = plan.Changes.Select(c => StepText.Planned(c, Administrator.IsHere && HostChanges.Holds(c))).ToArray();
        if (dryRun) return Show(planned, json);
        if (!yes)
        {
            Messages.Error(StepText.Plan(planned));
            Administrator.Agree(yes, "setup");
        }

        return Make(options, json);
    }

    /// <summary>Makes the plan true, step by step.</summary>
    internal static int Make(SetupOptions options, bool json)
    {
        var steps = new List<SetupStep>();
        string? failure = null;
        var outlivesBoot = true;
        try
        {
            using var ledger = SetupLedger.Open(create: true)!;
            foreach (var fault in ledger.Book.Faults) Messages.Say($"{SetupPaths.Ledger}, line {fault.Line}: {fault.Reason}; it is left out");
            var plan = SetupPlan.Make(options, ledger.Book); // again, under the lock
            outlivesBoot = plan.OutlivesBoot;
            Proof.Begin();
            new SetupRun(ledger, new(new(options.Programs)), step =>
            {
                steps.Add(step);
                if (!json) Messages.Output(StepText.Line(step));
            }).Make(plan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
        }

        if (json)
        {
            var result = new JsonObject { ["done"] = failure is null, ["steps"] = StepText.Json(steps) };
            if (failure is not null) result["failure"] = failure;
            Messages.Output(result.ToJsonString() + "\n");
        }

        if (failure is not null) throw new CommandException($"setup stopped: {failure}\n{GoOn}");
        if (!json) Messages.Output(steps.All(s => s.Outcome == SetupOutcome.Held) ? "this host was set up already\n" : "this host is set up: pinfold run --mode elevated -- …\n");
        if (!outlivesBoot) Messages.Say($"here is neither systemd nor System V's init: let the host's start-up run {SetupPaths.Broker} as root, in the background, or run 'pinfold setup' after each start");
        return ExitStatus.Success;
    }

    private static int Show(SetupStep[] planned, bool json)
    {
        if (json) Messages.Output(new JsonObject { ["plan"] = StepText.Json(planned) }.ToJsonString() + "\n");
        else Messages.Output(StepText.Plan(planned));
        if (!json && !Administrator.IsHere) Messages.Say("what holds already can be told to root alone");
        return ExitStatus.Success;
    }
}
