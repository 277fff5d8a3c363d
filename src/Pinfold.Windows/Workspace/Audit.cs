using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Windows.Workspace;

/// <summary>Audits on this host (<see cref="Auditor"/>).</summary>
public static class Audit
{
    /// <summary>What makes them.</summary>
    /// <param name="state">Pinfold's state folder.</param>
    public static Auditor In(CanonicalPath state) => new(AuditHost.Instance, state);

    /// <summary>Notes what is owed. Call it when the fence stands, and before the start.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="facts">What the plan was made from.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="session">The session's folder.</param>
    public static AuditTicket Begin(SandboxPolicy policy, WindowsHostFacts facts, WindowsPlan plan,
        CanonicalPath session) =>
        Begin(policy, facts, plan, session, Roots(plan), root => AuditHost.Mark(root) ?? ChangeJournal.None);

    /// <summary>An audit of what is there before a command runs.</summary>
    /// <inheritdoc cref="Begin(SandboxPolicy, WindowsHostFacts, WindowsPlan, CanonicalPath)"/>
    public static AuditTicket BeginLearning(SandboxPolicy policy, WindowsHostFacts facts, WindowsPlan plan,
        CanonicalPath session, IEnumerable<CanonicalPath> roots) =>
        Begin(policy, facts, plan, session, roots, _ => ChangeJournal.Learning);

    /// <summary>The writable folders; none inside another.</summary>
    public static IReadOnlyList<CanonicalPath> Roots(WindowsPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var roots = plan.Steps.OfType<WindowsStep.GrantRoot>().Select(s => s.Path).ToArray();
        return [.. roots.Where(r => !roots.Any(o => o != r && WindowsPath.IsWithin(r, o)))];
    }

    /// <summary>
    /// Those that have to be looked through before a command: no audit was there yet, or no journal will tell
    /// afterwards what is older than it.
    /// </summary>
    public static IReadOnlyList<CanonicalPath> Unknown(SandboxPolicy policy, WindowsHostFacts facts, WindowsPlan plan)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var purpose = AuditNames.Of(policy).Purpose;
        return [.. Roots(plan)
            .Where(r => new RootState(facts.State, r).Known()?.Purpose != purpose || AuditHost.Mark(r) is null)];
    }

    private static AuditTicket Begin(
        SandboxPolicy policy, WindowsHostFacts facts, WindowsPlan plan, CanonicalPath session,
        IEnumerable<CanonicalPath> roots, Func<CanonicalPath, long> start)
    {
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        var names = AuditNames.Of(policy);
        ImmutableArray<CanonicalPath> kept = [.. plan.Steps.OfType<WindowsStep.LabelName>().Select(s => s.Path)];
        ImmutableArray<CanonicalPath> released = [.. GitNames.Released(policy, facts.GitDirectories)];
        return In(facts.State).Begin(roots.Select(root => new AuditOrder
        {
            Root = root,
            Session = session,
            FileTime = start(root),
            SinceBoot = 0,
            Names = names,
            Protected = kept,
            Git = [.. facts.GitDirectories.Select(g => g.Path)],
            Released = released,
        }));
    }
}
