using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>An open folder. Names in it are looked up from the handle, and never through a link.</summary>
public abstract class FolderHandle(CanonicalPath path) : IDisposable
{
    private const int RoomForGit = 64;

    /// <summary>How it was reached; for messages, and to say what is meant.</summary>
    public CanonicalPath Path { get; } = path;

    /// <summary>The path's bytes, without a NUL.</summary>
    public byte[] PathBytes => field ??= OsText.Encode(Path.Value);

    /// <summary>True when paths can name what git keeps in a git directory here.</summary>
    public bool HasRoomForGit => PathBytes.Length <= CanonicalPath.MaxBytes - RoomForGit;

    /// <summary>
    /// False where <see cref="EntryFacts.Change"/> may stand still although something changed: not on FAT, not over a
    /// network.
    /// </summary>
    public abstract bool StampsChanges { get; }

    /// <summary>
    /// What <paramref name="name"/> (one component) is; the folder itself for an empty name. Null when it is missing.
    /// </summary>
    public abstract EntryFacts? Look(string name);

    /// <summary>
    /// Opens the folder <paramref name="name"/> in this one; null when it is no folder, or no path can name it.
    /// </summary>
    public abstract FolderHandle? Open(string name);

    /// <summary>The same, however long its path is: it goes by the path of this one.</summary>
    public abstract FolderHandle? OpenUnnamed(string name);

    /// <summary>
    /// The text of the regular file <paramref name="name"/>; null when it is none, unreadable, or longer than
    /// <paramref name="limit"/> bytes.
    /// </summary>
    public abstract string? Read(string name, int limit);

    /// <summary>Names of all entries.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public abstract IReadOnlyList<string> Names();

    /// <summary>
    /// Names of the folders in it; null when there are more than <paramref name="limit"/> entries, or it cannot be
    /// read.
    /// </summary>
    public abstract IReadOnlyList<string>? Folders(int limit);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets the handle go.</summary>
    protected abstract void Dispose(bool disposing);
}
