using Pinfold.Cli.Auditing;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Decisions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Running;

/// <summary><c>pinfold run</c> and <c>pinfold shell</c>: policy → decision → plan → launch → audit → report.</summary>
internal static partial class Run
{
    internal static int Execute(RunOptions options)
    {
        var folders = UserFolders.Find();
        var workspace = WorkspaceFolder.Find(options.Workspace);
        using var state = StateFolder.Open(folders.State);
        var fence = Ready(() => Fence.For(options.Flags, workspace, folders, state.Path), state);
        var warnings = PolicyWarnings.Of(fence.Policy);
        if (!warnings.IsEmpty && !options.Json) Messages.Say(PolicyWarnings.Text(warnings));
        var report = new RunReport(options.Json, fence)
        {
            Warnings = warnings,
            Note = fence.Policy.Profile == Profile.FullAccess ? null : WorkspaceNote.Of(workspace, folders.Home),
            Hints = !options.OwnTerminal,
        };
        var gaps = Gaps.Of(fence);
        if (!gaps.IsEmpty) return report.Refuse(gaps);
        if (fence.Policy.Profile == Profile.FullAccess) SayThereIsNoFence();
        else if (Proof.Fault(fence) is { } fault) return report.Fail(fault);

        using var session = Session.Begin(state);
        report.Session = session.Id;
        if (report.Note is { } note && !options.Json && !Audits.In(state).Knows(workspace)) Messages.Say(note);
        var (environment, removed) = ProcessEnvironment.For(fence.Policy, session.Id);
        var directory = WorkingDirectory(options, workspace);
        session.Record("session", Facts.Of(fence));
        session.Record("command", Facts.Of(options.Argv, directory, removed));
        if (!fence.Policy.Commands.IsEmpty && IsRefused(fence.Policy, options, session, out var decision))
            return report.Refuse(decision);

        return report.End(Command(options, fence, state, session, directory, environment));
    }

    private static bool IsRefused(SandboxPolicy policy, RunOptions options, Session session, out Decision decision)
    {
        decision = new DecisionEngine(policy).Decide(new Request.Run(options.Argv));
        if (decision.Verdict == Verdict.Allow) return false;
        bool? consent = decision.Verdict == Verdict.Ask ? Consent.Ask(decision) : false;
        var record = decision.ToJson();
        if (decision.Verdict == Verdict.Ask)
            record["consent"] = consent switch { true => "given", false => "refused", null => "no terminal" };
        session.Record("decision", record);
        return consent != true;
    }

    /// <summary>The command has run: a full disk now is told, and changes nothing about its status.</summary>
    private static void Write(Session session, string kind, System.Text.Json.Nodes.JsonObject data)
    {
        try
        {
            session.Record(kind, data);
        }
        catch (JournalException e)
        {
            Messages.Say(
                $"the command has run, but its {kind} is not in the journal of session {session.Id}: {e.Message}");
        }
    }

    private static void SayThereIsNoFence()
    {
        var text = "NO FENCE: the profile is full-access; this command can do whatever you can";
        Messages.Say(Messages.ErrorHasColour ? $"\e[1;31m{text}\e[0m" : text);
    }

    /// <summary>Where the user stands, when that is in the workspace.</summary>
    private static CanonicalPath WorkingDirectory(RunOptions options, CanonicalPath workspace) =>
        options.Workspace is not null && CommandLinePath.Current is var current && current.IsWithin(workspace)
            ? current
            : workspace;

    /// <summary>
    /// Null when the audit could not be finished: it stays owed, and the next command here begins with it.
    /// </summary>
    private static AuditResult? Settle(Session session, Auditor auditor, AuditTicket owed)
    {
        try
        {
            var result = auditor.Run(owed);
            if (result is not { Quarantined.IsEmpty: true, Learned.IsEmpty: true, Problems.IsEmpty: true })
                Write(session, "audit", AuditFacts.Of(result));
            return result;
        }
        // the last: EFBIG
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            Messages.Say($"the audit after the command could not be finished, and will be made before the next command here: {Spoken.Of(e)}");
            return null;
        }
    }
}
