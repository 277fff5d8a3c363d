using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Ledger;

namespace Pinfold.Cli.Installing;

/// <summary>
/// <c>pinfold setup</c>: plan, show, apply, verify. What holds is not touched, so that it also repairs.
/// </summary>
internal static class Install
{
    private const string GoOn =
        "what was made is in the ledger: run 'pinfold setup' again to go on, or 'pinfold uninstall' to take it back";

    internal static int Execute(string? offline, string? online, bool dryRun, bool yes, bool json)
    {
        if (!dryRun) Administrator.Require("setup");
        var options = MachineNetwork.Options(offline, online);
        var book = Administrator.IsHere && File.Exists(SetupPaths.Ledger) ? SetupLedger.Read() : new LedgerBook();
        var plan = SetupPlan.Make(options, book);
        var host = new HostChanges(options.Programs);
        var planned = plan.Select(c => StepText.Planned(c, Administrator.IsHere && Holds(host, c))).ToArray();
        if (dryRun) return Show(planned, json);
        if (!yes)
        {
            Messages.Error(StepText.Plan(planned));
            Administrator.Agree(yes, "setup");
        }

        return Make(options, json);
    }

    /// <summary>Makes the plan true, step by step. The first set-up of a host that fails is taken back.</summary>
    internal static int Make(SetupOptions options, bool json)
    {
        var steps = new List<SetupStep>();
        string? failure = null;
        string? advice = null;
        var left = "nothing was changed";
        try
        {
            using var ledger = SetupLedger.Open(create: true)!;
            left = GoOn;
            foreach (var fault in ledger.Book.Faults)
                Messages.Say($"{SetupPaths.Ledger}, line {fault.Line}: {fault.Reason}; it is left out");
            var isFirst = !ledger.Book.Owed.Any();
            var run = new SetupRun(ledger, new HostChanges(options.Programs), StepText.Progress(steps, json));
            try
            {
                var plan = SetupPlan.Make(options, ledger.Book); // again, under the lock
                advice = Administrator.Advice(plan);
                UninstallProof.Begin(plan);
                run.Make(plan);
                ledger.Settle();
            }
            catch (Exception e) when (isFirst && e is IOException or UnauthorizedAccessException)
            {
                failure = e.Message;
                var notes = Uninstall.TakeBack(ledger, run, prove: true);
                left = notes.Count == 0
                    ? "all that was made is taken back: nothing is left"
                    : string.Join('\n',
                        notes.Prepend("what was made is taken back but for this, or this is not as before:"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = failure is null ? e.Message : $"{failure}\nand it could not be taken back: {e.Message}";
        }

        if (json)
        {
            var result = new JsonObject { ["done"] = failure is null, ["steps"] = StepText.Json(steps) };
            if (failure is not null) result["failure"] = failure;
            Messages.Output(result.ToJsonString() + "\n");
        }

        if (failure is not null) throw new CommandException($"setup stopped: {failure}\n{left}");
        if (!json)
            Messages.Output(steps.All(s => s.Outcome == SetupOutcome.Held)
                ? "this host was set up already\n"
                : "this host is set up: pinfold run --mode elevated -- …\n");
        if (advice is not null) Messages.Say(advice);
        return ExitStatus.Success;
    }

    /// <summary>What cannot be looked at is to be made, and fails then, by name.</summary>
    private static bool Holds(HostChanges host, LedgerChange change)
    {
        try
        {
            return ((ISetupHost)host).Holds(change);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static int Show(SetupStep[] planned, bool json)
    {
        if (json) Messages.Output(new JsonObject { ["plan"] = StepText.Json(planned) }.ToJsonString() + "\n");
        else Messages.Output(StepText.Plan(planned));
        if (!json && !Administrator.IsHere)
            Messages.Say($"what holds already can be told to {Administrator.Who} alone");
        return ExitStatus.Success;
    }
}
