using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Workspace;

/// <summary>The disk under a quarantine, by descriptors.</summary>
internal sealed class QuarantineFiles : IQuarantineFiles
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <inheritdoc/>
    public IEnumerable<string> FoldersIn(CanonicalPath folder) =>
        Directory.Exists(folder.Value)
            ? Directory.EnumerateDirectories(folder.Value).Select(f => Path.GetFileName(f))
            : [];

    /// <inheritdoc/>
    public void MakeFolder(CanonicalPath folder) => Directory.CreateDirectory(folder.Value, Private);

    /// <inheritdoc/>
    public void Write(CanonicalPath file, byte[] bytes) => File.WriteAllBytes(file.Value, bytes);

    /// <inheritdoc/>
    public byte[]? Read(CanonicalPath file) => File.Exists(file.Value) ? File.ReadAllBytes(file.Value) : null;

    /// <inheritdoc/>
    public bool Exists(CanonicalPath path)
    {
        using var folder = Folder.Open(path.Parent);
        return folder is not null && folder.Stat(path.Name, out _);
    }

    /// <inheritdoc/>
    public bool IsFolder(CanonicalPath path)
    {
        using var folder = Folder.Open(path);
        return folder is not null;
    }

    /// <inheritdoc/>
    public void Move(CanonicalPath from, CanonicalPath to)
    {
        using var source = Opened(from.Parent);
        using var target = Opened(to.Parent);
        Mover.Move(source, from.Name, target, to.Name);
    }

    /// <inheritdoc/>
    /// <remarks>Modes stay: no command sees the quarantine.</remarks>
    public void Settle(CanonicalPath path)
    {
    }

    /// <inheritdoc/>
    public string? IdentityOf(CanonicalPath path)
    {
        using var folder = Folder.Open(path.Parent);
        return folder is not null && folder.Stat(path.Name, out var stat)
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"{stat.DevMajor}:{stat.DevMinor}:{stat.Inode}:{stat.Birth.Total}")
            : null;
    }

    /// <inheritdoc/>
    public bool TryRename(CanonicalPath path, string name)
    {
        using var folder = Folder.Open(path.Parent);
        return folder is not null && Mover.TryRename(folder, path.Name, folder, name);
    }

    /// <inheritdoc/>
    public void Remove(CanonicalPath path)
    {
        using var folder = Opened(path.Parent);
        Mover.Remove(folder, path.Name);
    }

    private static Folder Opened(CanonicalPath path) =>
        Folder.Open(path) ?? throw new IOException($"{path} cannot be opened without following a link");
}
