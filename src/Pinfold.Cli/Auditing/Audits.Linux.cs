using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Workspace;

namespace Pinfold.Cli.Auditing;

/// <summary>Audits on this host.</summary>
internal static class Audits
{
    internal static Auditor In(StateFolder state) => Audit.In(state.Path);

    /// <summary>Notes what the command of a session will owe.</summary>
    internal static AuditTicket Begin(Fence fence, CanonicalPath session) =>
        Audit.Begin(fence.Policy, fence.Host, fence.Plan, session);

    /// <summary>Notes an audit before which no command runs: what it finds is older than it.</summary>
    internal static AuditTicket BeginLearning(Fence fence, CanonicalPath session) => Begin(fence, session);

    /// <summary>The folders that are audited.</summary>
    internal static IReadOnlyList<CanonicalPath> Roots(Fence fence) => Audit.Roots(fence.Policy, fence.Host);
}
