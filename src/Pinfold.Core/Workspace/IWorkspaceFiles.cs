using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>The disk, as far as audits and the search for git directories look at it.</summary>
public interface IWorkspaceFiles
{
    /// <summary>When two paths name the same.</summary>
    IEqualityComparer<CanonicalPath> Comparer { get; }

    /// <summary>
    /// Opens <paramref name="path"/>, no component of which may be a link; null when it is no such folder.
    /// </summary>
    FolderHandle? Open(CanonicalPath path);

    /// <summary>
    /// The path without links, as the disk spells it; null when it does not exist or cannot be walked.
    /// </summary>
    CanonicalPath? Real(string path);

    /// <summary>The path as the disk spells it, as far as it exists; links stay as they are.</summary>
    CanonicalPath Spell(CanonicalPath path);

    /// <summary>True when the folder belongs to the user.</summary>
    bool IsOwn(FolderHandle folder);

    /// <summary>
    /// True when a folder between <paramref name="root"/> and <paramref name="path"/> came there, or could be looked
    /// into, only after <paramref name="start"/>; false where the stamps of what lies below tell it.
    /// </summary>
    bool IsReachedAnew(CanonicalPath path, CanonicalPath root, long start);
}
