using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What the change journal of a Windows volume says about time. Each record has a greater number than the one before, a
/// file knows the number of its last record (MS-FSA 2.1.4.11), and nothing but an administrator can take numbers back.
/// Making entries in a folder writes no record about the folder itself; making, renaming, or changing attributes or
/// access of the folder does.
/// </summary>
public static class ChangeJournal
{
    /// <summary>
    /// The <see cref="AuditOrder.FileTime"/> of an audit before a command: all that it finds is the user's.
    /// </summary>
    public const long Learning = long.MaxValue;

    /// <summary>
    /// The <see cref="EntryFacts.Change"/> where no journal is kept: later than any command, earlier than
    /// <see cref="Learning"/>.
    /// </summary>
    public const long Unknown = long.MaxValue - 1;

    /// <summary>
    /// The <see cref="AuditOrder.FileTime"/> where no journal is kept: all that is not known is the command's.
    /// </summary>
    public const long None = 0;

    /// <summary>
    /// Where what a command made begins; <see cref="None"/> when the journal is another than when it started.
    /// </summary>
    /// <param name="order">The order.</param>
    /// <param name="mark">The number of a record that is written now; null where no journal is kept.</param>
    public static long StartOf(AuditOrder order, Func<long?> mark)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(mark);
        if (order.FileTime is None or Learning) return order.FileTime;
        return mark() is { } now && now > order.FileTime ? order.FileTime : None;
    }

    /// <summary>
    /// True when a folder between <paramref name="root"/> and <paramref name="path"/> changed since: renamed there, or
    /// opened to the user again, it brings names along that are older than the command.
    /// </summary>
    public static bool IsReachedAnew(IWorkspaceFiles files, CanonicalPath path, CanonicalPath root, long start)
    {
        ArgumentNullException.ThrowIfNull(files);
        for (var folder = path.Parent; folder != root && folder.IsWithin(root); folder = folder.Parent)
        {
            using var parent = files.Open(folder.Parent);
            if (parent?.Look(folder.Name) is not { } facts || facts.Change >= start) return true;
        }

        return false;
    }
}
