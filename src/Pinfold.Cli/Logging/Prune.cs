using System.Text.Json.Nodes;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Logging;

/// <summary>
/// <c>pinfold log --prune</c>: old sessions go, but none that holds something of the user's, owes an audit or still
/// runs.
/// </summary>
internal static class Prune
{
    internal static int Execute(TimeSpan age, bool json)
    {
        using var state = StateFolder.OpenExisting(UserFolders.Find().State);
        int removed = 0, kept = 0;
        var now = TimeProvider.System.GetUtcNow();
        foreach (var id in state?.Sessions().ToArray() ?? [])
        {
            if (!SessionId.TryRead(id, out var start) || now - start <= age) continue;
            if (!IsNeeded(state!, Audits.In(state!), id) && state!.Remove(id)) removed++;
            else kept++;
        }

        if (json) Messages.Output(new JsonObject { ["removed"] = removed, ["kept"] = kept }.ToJsonString() + "\n");
        else Messages.Output($"{removed} sessions "
            + $"removed{(kept > 0 ? $", {kept} kept: in use, or something is in quarantine ('pinfold restore' lists it)" : "")}\n");
        return ExitStatus.Success;
    }

    private static bool IsNeeded(StateFolder state, Auditor auditor, string id) =>
        !auditor.QuarantineOf(state.Session(id)).List().IsEmpty || auditor.IsOwed(state.Session(id));
}
