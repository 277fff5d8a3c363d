using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.FileAccess;

/// <summary>An open file or folder: whatever happens to its name, this stays the same object.</summary>
internal interface ISecuredItem : IDisposable
{
    /// <summary>Where it was opened.</summary>
    string Path { get; }

    /// <summary>Which file it is.</summary>
    FileIdentity Identity { get; }

    /// <summary>True for a folder.</summary>
    bool IsFolder { get; }

    /// <summary>
    /// True for what leads elsewhere, a symbolic link or a junction: it is never followed and never changed.
    /// </summary>
    bool IsLink { get; }

    /// <summary>How many names it has.</summary>
    uint Links { get; }

    /// <summary>
    /// The paths of what it holds, a folder opened for listing: of that folder, whatever has its name by now.
    /// </summary>
    /// <param name="most">How many.</param>
    /// <exception cref="IOException">It cannot be listed.</exception>
    IReadOnlyList<string> Children(int most);

    /// <summary>Owner, group, DACL and label.</summary>
    SecurityDescriptor Read();

    /// <summary>Replaces the DACL, and nothing below.</summary>
    void WriteDacl(SecurityDescriptor descriptor);

    /// <summary>Replaces the label, and nothing below.</summary>
    void WriteLabel(SecurityDescriptor descriptor);
}
