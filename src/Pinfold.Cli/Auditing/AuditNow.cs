using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Running;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary><c>pinfold audit</c>: no command has run, so what is found is the user's own.</summary>
internal static class AuditNow
{
    internal static int Execute(string? given, PolicyFlags flags, bool json)
    {
        var folders = UserFolders.Find();
        var workspace = WorkspaceFolder.Find(given);
        using var state = StateFolder.Open(folders.State);
        foreach (var owed in Audits.In(state).Owed()) OwedAudits.Settle(state, owed, quiet: false);
        var fence = Fence.For(flags, workspace, folders, state.Path);
        using var session = Session.Begin(state);
        session.Record("session", Facts.Of(fence));
        AuditResult result;
        using (var ticket = Audits.BeginLearning(fence, state.Session(session.Id)))
            result = Audits.In(state).Run(ticket);
        session.Record("audit", AuditFacts.Of(result));
        if (json) Messages.Output(AuditFacts.Of(result).ToJsonString() + "\n");
        else Messages.Output(Text(result, session.Id, workspace));
        return result.Problems.IsEmpty ? ExitStatus.Success : ExitStatus.No;
    }

    private static string Text(AuditResult result, string session, CanonicalPath workspace)
    {
        var lines = result.Learned.Select(p => $"protected from now on: {p}")
            .Concat(AuditText.Lines(result, session, workspace));
        return string.Join('\n', [.. lines, $"{result.Folders} folders, {result.Learned.Length} new names"]) + "\n";
    }
}
