using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary>Audits on this host.</summary>
internal static class Audits
{
    internal static Auditor In(StateFolder state) => Audit.In(state.Path);

    /// <summary>Notes what the command of a session will owe.</summary>
    internal static AuditTicket Begin(Fence fence, CanonicalPath session) =>
        Audit.Begin(fence.Policy, fence.Host, fence.Plan, session);

    /// <summary>Notes an audit before which no command runs: what it finds is the user's.</summary>
    internal static AuditTicket BeginLearning(Fence fence, CanonicalPath session) =>
        Audit.BeginLearning(fence.Policy, fence.Host, fence.Plan, session, Audit.Roots(fence.Plan));

    /// <summary>The folders that are audited.</summary>
    internal static IReadOnlyList<CanonicalPath> Roots(Fence fence) => Audit.Roots(fence.Plan);

    /// <summary>
    /// Looks through folders of which nothing is known yet; true when there was one, so that the plan is out of date.
    /// </summary>
    internal static bool LearnFirst(StateFolder state, Fence fence)
    {
        var unknown = Audit.Unknown(fence.Policy, fence.Host, fence.Plan);
        if (unknown.Count == 0) return false;
        using var session = Session.Begin(state);
        using var ticket = Audit.BeginLearning(fence.Policy, fence.Host, fence.Plan,
            state.Session(session.Id), unknown);
        var result = In(state).Run(ticket);
        session.Record("audit", AuditFacts.Of(result));
        return true;
    }
}
