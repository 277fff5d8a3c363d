using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What a look through a tree found.</summary>
public interface IFolderScan
{
    /// <summary>Names found in folders that are new or changed; in all of them when there was no list.</summary>
    IReadOnlyList<Found> Found { get; }

    /// <summary>Folders that could not be looked at, and why.</summary>
    IReadOnlyList<(CanonicalPath Path, string Reason)> Unseen { get; }

    /// <summary>False when every folder was as the list says.</summary>
    bool Changed { get; }

    /// <summary>Number of folders.</summary>
    int Folders { get; }

    /// <summary>A find could not be dealt with: its folder is read again next time.</summary>
    void Distrust(Found found);

    /// <summary>Writes the list for the next audit, where one is kept.</summary>
    void Save(RootNotes notes, uint purpose);
}
