using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What a quarantine needs of the disk. Nothing is reached through a link; every failure is an
/// <see cref="IOException"/>.
/// </summary>
public interface IQuarantineFiles
{
    /// <summary>Names of the folders in <paramref name="folder"/>; none when it is missing.</summary>
    IEnumerable<string> FoldersIn(CanonicalPath folder);

    /// <summary>Makes a folder that is the user's alone, and those above it; one that exists stays.</summary>
    void MakeFolder(CanonicalPath folder);

    /// <summary>Writes a new file.</summary>
    void Write(CanonicalPath file, byte[] bytes);

    /// <summary>A file's bytes; null when it is missing.</summary>
    byte[]? Read(CanonicalPath file);

    /// <summary>True when something is there, a link too.</summary>
    bool Exists(CanonicalPath path);

    /// <summary>True when the folder is there, and no link leads to it.</summary>
    bool IsFolder(CanonicalPath path);

    /// <summary>
    /// Moves an entry with all below it, between file systems too; never over something. What has moved is settled.
    /// </summary>
    void Move(CanonicalPath from, CanonicalPath to);

    /// <summary>
    /// Gives what was moved somewhere the access rights of its new folder, where a move keeps the old ones. Asked for
    /// again, it changes nothing.
    /// </summary>
    void Settle(CanonicalPath path);

    /// <summary>Which file or folder it is, whatever its name; null when nothing is there.</summary>
    string? IdentityOf(CanonicalPath path);

    /// <summary>Renames in the same folder, never over something; false when it fails.</summary>
    bool TryRename(CanonicalPath path, string name);

    /// <summary>Removes an entry and all below it.</summary>
    void Remove(CanonicalPath path);
}
