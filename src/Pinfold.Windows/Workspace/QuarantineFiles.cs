using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>The disk under a quarantine.</summary>
internal sealed class QuarantineFiles : IQuarantineFiles
{
    /// <inheritdoc/>
    public IEnumerable<string> FoldersIn(CanonicalPath folder) =>
        Directory.Exists(At(folder)) ? Directory.EnumerateDirectories(At(folder)).Select(f => Path.GetFileName(f)) : [];

    /// <inheritdoc/>
    /// <remarks>Private as the state folder is, by inheritance.</remarks>
    public void MakeFolder(CanonicalPath folder) => Directory.CreateDirectory(At(folder));

    /// <inheritdoc/>
    public void Write(CanonicalPath file, byte[] bytes)
    {
        using var stream = new FileStream(At(file), FileMode.CreateNew, System.IO.FileAccess.Write,
            FileShare.Read, bufferSize: 0);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public byte[]? Read(CanonicalPath file) => File.Exists(At(file)) ? File.ReadAllBytes(At(file)) : null;

    /// <inheritdoc/>
    public bool Exists(CanonicalPath path)
    {
        using var folder = Folder.Open(path.Parent);
        return folder?.Look(path.Name) is not null;
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
    public void Settle(CanonicalPath path)
    {
        using var folder = Opened(path.Parent);
        Mover.Settle(folder, path.Name);
    }

    /// <inheritdoc/>
    public string? IdentityOf(CanonicalPath path)
    {
        using var folder = Folder.Open(path.Parent);
        if (folder is null || Ntdll.OpenBelow(folder.Handle, path.Name, Kernel32.FILE_READ_ATTRIBUTES, 0,
            Ntdll.FILE_OPEN, out var file, waits: false) < 0)
            return null;
        using var item = new NativeItem(path.Value, file);
        return item.Identity.ToString();
    }

    /// <inheritdoc/>
    public bool TryRename(CanonicalPath path, string name)
    {
        using var folder = Folder.Open(path.Parent);
        return folder is not null && Mover.TryRename(folder, path.Name, folder, name) >= 0;
    }

    /// <inheritdoc/>
    public void Remove(CanonicalPath path) => TreeRemoval.Remove(At(path));

    private static string At(CanonicalPath path) => WindowsPath.ToExtended(path);

    private static Folder Opened(CanonicalPath path) =>
        Folder.Open(path) ?? throw new IOException($"{path} cannot be opened without following a link");
}
