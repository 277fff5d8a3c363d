using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// The audit after a command (docs/git.md): hand-off names that the command made are moved to the session's quarantine,
/// the user's own become known. It is noted as owed before the command starts, so that a kill between the two loses
/// nothing.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="state">Pinfold's state folder.</param>
public sealed class Auditor(IAuditHost host, CanonicalPath state)
{
    /// <summary>Notes what is owed. Call it after planning and before the start.</summary>
    public AuditTicket Begin(IEnumerable<AuditOrder> orders) =>
        new([.. orders.Select(o => (host.NotesOf(state, o.Root), o))]);

    /// <summary>Reads what the audit will need, while the command runs. Optional.</summary>
    public static void Prepare(AuditTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        foreach (var (notes, _) in ticket.Orders) notes.Prepare();
    }

    /// <summary>Audits what <paramref name="ticket"/> owes. The command's tree has ended.</summary>
    /// <exception cref="AuditException">It stopped; it stays owed.</exception>
    public AuditResult Run(AuditTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        var result = AuditResult.None;
        foreach (var (notes, order) in ticket.Orders) result = result.With(Run(notes, order));
        return result;
    }

    /// <summary>Nothing ran: nothing is owed, and nothing is looked at.</summary>
    public static void Drop(AuditTicket ticket)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        foreach (var (notes, order) in ticket.Orders)
        {
            using var held = notes.Lock();
            notes.Settle(order.Session);
        }
    }

    /// <summary>False before the first audit of <paramref name="root"/>.</summary>
    public bool Knows(CanonicalPath root) => host.NotesOf(state, root).Known() is not null;

    /// <summary>
    /// The folders of sessions that owe something in <paramref name="roots"/>: audit them before the next command.
    /// </summary>
    public ImmutableArray<CanonicalPath> Owed(IEnumerable<CanonicalPath> roots) =>
        Owed(roots.Select(r => host.NotesOf(state, r)));

    /// <summary>
    /// The folders of all sessions that owe something: they died before their audit, or an item of theirs did not come
    /// back in whole.
    /// </summary>
    public ImmutableArray<CanonicalPath> Owed() => Owed(host.AllNotes(state));

    private static ImmutableArray<CanonicalPath> Owed(IEnumerable<RootNotes> notes) =>
        [.. notes.Select(n => n.Left())
            .SelectMany(l => l.Orders.Select(o => o.Session).Concat(l.Restorations.Select(r => r.Session))).Distinct()];

    /// <summary>The session in the folder <paramref name="session"/> runs, or died before its audit.</summary>
    public bool IsOwed(CanonicalPath session) =>
        host.AllNotes(state).SelectMany(n => n.Owed()).Any(o => o.Session == session);

    /// <summary>
    /// Audits what the dead session in the folder <paramref name="session"/> owes, and goes on with what was moved when
    /// it died.
    /// </summary>
    public AuditResult RunOwed(CanonicalPath session)
    {
        var result = AuditResult.None;
        foreach (var notes in host.AllNotes(state)
            .Where(n => n.Left().Restorations.Any(r => r.Session == session)).ToArray())
        {
            using var held = notes.Lock();
            // those that no other process has finished meanwhile
            foreach (var restoration in notes.Left().Restorations.Where(r => r.Session == session))
                if (QuarantineOf(session).Finish(restoration, notes))
                    result = result.With(AuditResult.None with { Learned = [restoration.Origin] });
        }

        foreach (var order in host.AllNotes(state).SelectMany(n => n.Left().Orders)
            .Where(o => o.Session == session).ToArray())
        {
            var notes = host.NotesOf(state, order.Root);
            using var held = notes.Lock();
            if (!notes.Left().Orders.Any(o => o.Session == session)) continue; // another process has made it meanwhile
            result = result.With(AuditResult.None with { Problems = QuarantineOf(session).Settle() });
            result = result.With(Settle(notes, order));
        }

        return result;
    }

    /// <summary>The quarantine of the session in the folder <paramref name="session"/>.</summary>
    public Quarantine QuarantineOf(CanonicalPath session) => host.QuarantineOf(session);

    /// <summary>Moves an item of a quarantine back, and makes it known.</summary>
    /// <exception cref="IOException">It cannot be moved back.</exception>
    public QuarantinedItem Restore(Quarantine quarantine, int item)
    {
        ArgumentNullException.ThrowIfNull(quarantine);
        return quarantine.Restore(item, root => host.NotesOf(state, root));
    }

    private AuditResult Run(RootNotes notes, AuditOrder order)
    {
        using var held = notes.Lock();
        return Settle(notes, order);
    }

    private AuditResult Settle(RootNotes notes, AuditOrder order)
    {
        var result = new RootAudit(host, notes, order).Run();
        notes.Settle(order.Session);
        return result;
    }
}
