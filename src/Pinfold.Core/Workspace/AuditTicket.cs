using System.Collections.Immutable;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Audits that are owed for a command. While it is not disposed, other processes can tell that the command may still
/// run; disposing it without <see cref="Auditor.Run(AuditTicket)"/> leaves the audits owed.
/// </summary>
public sealed class AuditTicket : IDisposable
{
    private readonly List<IDisposable> _notes = [];

    internal AuditTicket(ImmutableArray<(RootNotes Notes, AuditOrder Order)> orders)
    {
        Orders = orders;
        try
        {
            foreach (var (notes, order) in orders) _notes.Add(notes.Owe(order));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Nothing is owed: the policy makes nothing writable that an audit looks at.</summary>
    public bool IsEmpty => Orders.IsEmpty;

    internal ImmutableArray<(RootNotes Notes, AuditOrder Order)> Orders { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var note in _notes) note.Dispose();
    }
}
