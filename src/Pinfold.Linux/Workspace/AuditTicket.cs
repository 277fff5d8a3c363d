using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Audits that are owed for a command. While it is not disposed, other processes can tell that the command may still run; disposing it
/// without <see cref="Audit.Run(AuditTicket)"/> leaves the audits owed.
/// </summary>
public sealed class AuditTicket : IDisposable
{
    private readonly List<FileStream> _notes;

    internal AuditTicket(ImmutableArray<(RootState Root, AuditOrder Order)> orders, List<FileStream> notes)
    {
        (Orders, _notes) = (orders, notes);
    }

    /// <summary>Nothing is owed: the policy makes nothing writable that an audit looks at.</summary>
    public bool IsEmpty => Orders.IsEmpty;

    internal ImmutableArray<(RootState Root, AuditOrder Order)> Orders { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var note in _notes) note.Dispose();
    }
}
