using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Installing;

/// <summary><c>pinfold uninstall</c>: everything that the ledger owes, backwards; the ledger itself last.</summary>
internal static class Uninstall
{
    private const string SetupFirst = "the ledger has lost what it told of that: run 'pinfold setup', "
        + "which takes it over, then 'pinfold uninstall' again";

    private static string GoOn(bool mine) =>
        $"what is left is in the ledger: run 'pinfold uninstall{(mine ? " --mine" : "")}' again to go on";

    internal static int Execute(bool prove, bool mine, bool yes, bool json)
    {
        if (!mine) Administrator.Require("uninstall");
        var isSetUp = !mine && (Directory.Exists(SetupPaths.State) || InstallationFaults.FindStrays(told: null).Any());
        List<string> others = mine ? [] : [.. OwnFolders.OfOthers()];
        if (!isSetUp && others.Count == 0 && !OwnFolders.AreOwed) return Nothing(mine, json);
        Administrator.Agree(yes, mine ? "uninstall --mine" : "uninstall");
        var steps = new List<SetupStep>();
        List<string> notes = [];
        string? failure = null, leftOut = null;
        try
        {
            if (isSetUp && prove) leftOut = UninstallProof.Read()?.LeftOut; // it goes with the rest
            if (isSetUp) notes = TakeBackSetup(steps, prove, json);
            // now, when the broker's commands have ended
            notes.AddRange(OwnFolders.TakeBack(StepText.Progress(steps, json)));
            notes.AddRange(others);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = e.Message;
        }

        if (json)
        {
            var result = new JsonObject
            {
                ["done"] = failure is null, ["steps"] = StepText.Json(steps),
                ["differences"] = new JsonArray([.. notes.Select(n => (JsonNode)n)]),
                ["proved"] = prove && failure is null && notes.Count == 0 && leftOut is null,
            };
            if (leftOut is not null) result["left_out"] = leftOut;
            if (failure is not null) result["failure"] = failure;
            Messages.Output(result.ToJsonString() + "\n");
        }

        if (failure is not null) throw new CommandException($"uninstall stopped: {failure}\n{GoOn(mine)}");
        if (!json) Messages.Output(mine ? TextOfMine(notes) : Text(notes, prove, leftOut));
        return notes.Count == 0 ? ExitStatus.Success : ExitStatus.No;
    }

    private static List<string> TakeBackSetup(List<SetupStep> steps, bool prove, bool json)
    {
        using var ledger = SetupLedger.Open(create: false);
        return TakeBack(ledger, ledger is null
            ? null
            : new(ledger, new HostChanges(AppContext.BaseDirectory), StepText.Progress(steps, json)), prove);
    }

    /// <summary>Everything that is owed, and then ledger and proof.</summary>
    /// <returns>What is not as it was before, when that was to be proved, and what stays.</returns>
    /// <exception cref="IOException">A step failed.</exception>
    internal static List<string> TakeBack(HostLedger? ledger, SetupRun? run, bool prove)
    {
        List<string> notes = [.. run?.TakeBackAll() ?? []];
        var made = ledger is not null && !ledger.Book.Entries.IsEmpty; // else setup was cut off before its first change
        var differences = UninstallProof.Read()?.Differences();
        if (prove && made && differences is null)
            notes.Add("the state before setup is lost, so that nothing can be compared");
        if (prove && differences is not null) notes.AddRange(differences);
        notes.AddRange((ledger?.Book.Lost ?? [])
            .Select(f => $"line {f.Line} of {SetupPaths.Ledger} was damaged ({f.Reason}) before setup ran again; "
                + "if it told of a user's folder that was let in, the entries on it stay"));
        var untold = Untold(ledger?.Book).ToArray();
        if (untold.Length == 0)
        {
            if (UninstallProof.End(ledger) is { } left) notes.Add(left);
        }
        else
        {
            notes.AddRange([.. untold, SetupFirst]); // what is known of the host before setup stays
        }

        return notes;
    }

    /// <summary>What setup made and no record tells of: the ledger, or a line of it, is lost.</summary>
    private static IEnumerable<string> Untold(LedgerBook? book)
    {
        foreach (var fault in book?.Faults ?? [])
            yield return $"what line {fault.Line} of {SetupPaths.Ledger} told of, if it is there: {fault.Reason}";
        foreach (var stray in InstallationFaults.FindStrays(book))
            yield return $"{stray} is there still, and the ledger does not tell of it";
    }

    private static string Text(List<string> notes, bool prove, string? leftOut)
    {
        const string AllElse = "all else is as it was before setup, and nothing of Pinfold's is left\n";
        if (leftOut is not null)
            return $"{leftOut}\n{(notes.Count == 0 ? AllElse : Text(notes, prove, leftOut: null))}";
        if (notes.Count == 0)
            return prove
                ? "proved: this host is as it was before setup\n"
                : "this host is as it was before setup; --prove would have compared it\n";
        return $"{string.Concat(notes.Select(n => $"differs    {OsText.Display(n)}\n"))}the above is not as it was before setup; "
            + (notes.Contains(SetupFirst)
                ? "the rest of what the ledger tells of is taken back\n"
                : "the rest of what setup made is taken back\n");
    }

    private static string TextOfMine(List<string> notes) => notes.Count == 0
        ? "your folders are as they would be without your commands' fences\n"
        : string.Concat(notes.Select(n => $"stays      {OsText.Display(n)}\n"));

    private static int Nothing(bool mine, bool json)
    {
        var what = mine ? "your commands have left nothing on your folders" : "setup made nothing on this host";
        Messages.Output(json
            ? "{\"done\":true,\"steps\":[],\"differences\":[],\"proved\":false}\n"
            : $"{what}, or it is taken back already\n");
        return ExitStatus.Success;
    }
}
