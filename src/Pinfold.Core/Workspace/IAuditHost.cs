using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What an audit needs of a host.</summary>
public interface IAuditHost : IWorkspaceFiles
{
    /// <summary>
    /// The least <see cref="EntryFacts.Change"/> of what the command of <paramref name="order"/> made or changed.
    /// </summary>
    long StartOf(AuditOrder order);

    /// <summary>Looks through a tree for names.</summary>
    /// <param name="root">The tree.</param>
    /// <param name="names">What to look for.</param>
    /// <param name="isGit">True for a git directory that is known: its own layout is no find, links in it are.</param>
    /// <param name="old">The last audit's list; null to read every folder.</param>
    /// <param name="start">When the command started.</param>
    /// <exception cref="AuditException">It stopped half-way.</exception>
    IFolderScan Scan(FolderHandle root, AuditNames names, Func<CanonicalPath, bool> isGit,
        FolderIndex? old, long start);

    /// <summary>
    /// True for a protected name that was replaced from outside since <paramref name="start"/>, and lost its protection
    /// by that.
    /// </summary>
    bool IsUncovered(FolderHandle folder, string name, long start);

    /// <summary>The quarantine in the folder of a session.</summary>
    Quarantine QuarantineOf(CanonicalPath session);

    /// <summary>The notes about a root.</summary>
    RootNotes NotesOf(CanonicalPath state, CanonicalPath root);

    /// <summary>The notes about all roots.</summary>
    IEnumerable<RootNotes> AllNotes(CanonicalPath state);
}
