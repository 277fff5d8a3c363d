using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Workspace;

/// <summary>Audits on this host (<see cref="Auditor"/>).</summary>
public static class Audit
{
    /// <summary>What makes them.</summary>
    /// <param name="state">Pinfold's state folder.</param>
    public static Auditor In(CanonicalPath state) => new(AuditHost.Instance, state);

    /// <summary>Notes what is owed. Call it after planning and before the start.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="facts">What the plan was made from.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="session">The session's folder.</param>
    public static AuditTicket Begin(SandboxPolicy policy, HostFacts facts, Plan plan, CanonicalPath session)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        var taken = plan.Steps.OfType<PlanStep.Placeholder>().Select(s => s.Path).ToHashSet();
        ImmutableArray<CanonicalPath> kept =
            [.. plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path).Where(p => !taken.Contains(p))];
        ImmutableArray<CanonicalPath> git = [.. facts.GitDirectories.Select(g => g.Path)];
        ImmutableArray<CanonicalPath> released = [.. GitNames.Released(policy, facts.GitDirectories)];
        var names = AuditNames.Of(policy);
        return In(facts.State).Begin(Roots(policy, facts).Select(root => new AuditOrder
        {
            Root = root,
            Session = session,
            FileTime = Clock.FileTime,
            SinceBoot = Clock.SinceBoot,
            Names = names,
            Protected = kept,
            Git = git,
            Released = released,
        }));
    }

    /// <summary>
    /// The policy's roots, and the git directories elsewhere that the plan makes writable; none inside another.
    /// </summary>
    public static IReadOnlyList<CanonicalPath> Roots(SandboxPolicy policy, HostFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var roots = Planner.RootsOf(policy, facts.ReadOnlyRoots).ToList();
        if (roots.Count == 0) return roots;
        foreach (var git in facts.GitDirectories)
            if (git.Verified) roots.AddRange([git.CommonDir, git.Path]);
        return [.. roots.Distinct().Where(r => !roots.Any(o => o != r && r.IsWithin(o)))];
    }
}
