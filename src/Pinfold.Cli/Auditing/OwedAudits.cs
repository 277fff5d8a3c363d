using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Journal;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary>
/// Audits of sessions that died before theirs. Until they are made, nothing else runs in the same folders.
/// </summary>
internal static class OwedAudits
{
    /// <summary>
    /// Makes those that are owed in the roots of <paramref name="fence"/>; true when there was one, so that the plan is
    /// out of date.
    /// </summary>
    internal static bool Settle(StateFolder state, Fence fence)
    {
        var owed = Audits.In(state).Owed(Audits.Roots(fence));
        foreach (var session in owed) Settle(state, session, quiet: false);
        return !owed.IsEmpty;
    }

    /// <summary>Makes those of one session.</summary>
    internal static AuditResult Settle(StateFolder state, CanonicalPath session, bool quiet)
    {
        try
        {
            var result = Audits.In(state).RunOwed(session);
            Record(state, session.Name, result);
            if (!quiet) Tell(session.Name, result);
            return result;
        }
        // the last: EFBIG
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            throw new CommandException(
                $"session {session.Name} was killed, and its audit cannot be made: {Spoken.Of(e)}; 'pinfold audit' tries again");
        }
    }

    private static void Tell(string session, AuditResult result)
    {
        var lines = string.Join('\n', AuditText.Lines(result, session, CanonicalPath.Root));
        if (lines.Length > 0) Messages.Say($"the last command here was killed; what it left:\n{lines}");
    }

    /// <summary>The audit is done; a journal that is damaged or gone is told, and takes nothing back.</summary>
    private static void Record(StateFolder state, string session, AuditResult result)
    {
        try
        {
            using var journal = Session.Resume(state, session);
            journal?.Record("audit", AuditFacts.Of(result));
        }
        catch (Exception e) when (e is JournalException or IOException)
        {
            Messages.Say($"the audit of session {session} is not in its journal: {e.Message}");
        }
    }
}
