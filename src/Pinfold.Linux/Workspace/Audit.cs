using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// The audit after a command (docs/git.md): hand-off names that the command made are moved to the session's quarantine, the user's own
/// become known. It is noted as owed before the command starts, so that a kill between the two loses nothing.
/// </summary>
public static class Audit
{
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
        ImmutableArray<CanonicalPath> kept = [.. plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path).Where(p => !taken.Contains(p))];
        ImmutableArray<CanonicalPath> git = [.. facts.GitDirectories.Select(g => g.Path)];
        ImmutableArray<CanonicalPath> released =
        [
            .. from name in GitNames.Of(GitNameScope.Common)
               where !policy.Protect.Any(p => p.Name == ".git/" + name.Name)
               from directory in facts.GitDirectories
               select directory.Path.Combine(name.Name),
        ];
        var names = AuditNames.Of(policy);
        ImmutableArray<(RootState Root, AuditOrder Order)> orders = [.. Roots(policy, facts).ConvertAll(root => (new RootState(facts.State, root), new AuditOrder
        {
            Root = root,
            Session = session,
            FileTime = Clock.FileTime,
            SinceBoot = Clock.SinceBoot,
            Names = names,
            Protected = kept,
            Git = git,
            Released = released,
        }))];
        var notes = new List<FileStream>();
        var ticket = new AuditTicket(orders, notes);
        try
        {
            foreach (var (root, order) in orders) notes.Add(root.Owe(order));
            return ticket;
        }
        catch
        {
            ticket.Dispose();
            throw;
        }
    }

    /// <summary>Reads what the audit will need, while the command runs. Optional.</summary>
    public static void Prepare(AuditTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        foreach (var (root, _) in ticket.Orders) root.Prepare();
    }

    /// <summary>Audits what <paramref name="ticket"/> owes. The command's tree has ended.</summary>
    /// <exception cref="AuditException">It stopped; it stays owed.</exception>
    public static AuditResult Run(AuditTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var result = AuditResult.None;
        foreach (var (root, order) in ticket.Orders) result = result.With(Run(root, order));
        return result;
    }

    /// <summary>The folders of sessions that died before their audit, and whose roots are this policy's: audit them before the next command.</summary>
    public static ImmutableArray<CanonicalPath> Owed(SandboxPolicy policy, HostFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        var sessions = new HashSet<CanonicalPath>();
        foreach (var root in Roots(policy, facts))
            foreach (var order in Orphans(new RootState(facts.State, root))) sessions.Add(order.Session);
        return [.. sessions];
    }

    /// <summary>The folders of all sessions that died before their audit.</summary>
    public static ImmutableArray<CanonicalPath> Owed(CanonicalPath state) =>
        [.. RootState.All(state).SelectMany(Orphans).Select(o => o.Session).Distinct()];

    /// <summary>The session in the folder <paramref name="session"/> runs, or died before its audit.</summary>
    public static bool IsOwed(CanonicalPath state, CanonicalPath session) =>
        RootState.All(state).SelectMany(r => r.Owed()).Any(o => o.Order?.Session == session);

    /// <summary>Audits what the dead session in the folder <paramref name="session"/> owes.</summary>
    public static AuditResult RunOwed(CanonicalPath state, CanonicalPath session)
    {
        var result = AuditResult.None;
        foreach (var order in RootState.All(state).SelectMany(Orphans).Where(o => o.Session == session)) result = result.With(Run(new RootState(state, order.Root), order));
        return result;
    }

    /// <summary>The policy's roots, and the git directories elsewhere that the plan makes writable; none inside another.</summary>
    private static List<CanonicalPath> Roots(SandboxPolicy policy, HostFacts facts)
    {
        var roots = Planner.RootsOf(policy, facts.ReadOnlyRoots).ToList();
        if (roots.Count == 0) return roots;
        foreach (var git in facts.GitDirectories)
            if (git.Verified) roots.AddRange([git.CommonDir, git.Path]);
        return [.. roots.Distinct().Where(r => !roots.Any(o => o != r && r.IsWithin(o)))];
    }

    private static List<AuditOrder> Orphans(RootState state) =>
        state.Owed().FindAll(o => o.Order is not null && RootState.IsOrphaned(o.File)).ConvertAll(o => o.Order!);

    private static AuditResult Run(RootState root, AuditOrder order)
    {
        using var held = root.Lock();
        var result = new RootAudit(root, order).Run();
        root.Settle(order.Session);
        return result;
    }
}
