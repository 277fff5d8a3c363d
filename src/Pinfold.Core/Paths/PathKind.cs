namespace Pinfold.Core.Paths;

/// <summary>What a path is on the host, without following a final link.</summary>
public enum PathKind
{
    /// <summary>Nothing there, or not visible to the user.</summary>
    Missing,

    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    Symlink,

    /// <summary>A socket, device or FIFO.</summary>
    Other,
}
