using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>Notes about one root, as files.</summary>
internal sealed class RootState : RootNotes
{
    private readonly string _folder;

    internal RootState(CanonicalPath state, CanonicalPath root)
        : this(Path.Combine(FolderOf(state), KeyOf(root)))
    {
    }

    private RootState(string folder) => _folder = folder;

    internal static IEnumerable<RootNotes> All(CanonicalPath state) =>
        Directory.Exists(FolderOf(state))
            ? Directory.EnumerateDirectories(FolderOf(state)).Select(f => new RootState(f))
            : [];

    /// <inheritdoc/>
    public override IDisposable Lock()
    {
        Make();
        var file = new FileStream(At("lock"), FileMode.OpenOrCreate, System.IO.FileAccess.ReadWrite,
            FileShare.ReadWrite, bufferSize: 0);
        try
        {
            Kernel32.Lock(file.SafeFileHandle);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Names() =>
        Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder).Select(f => Path.GetFileName(f)) : [];

    /// <inheritdoc/>
    protected override byte[]? Bytes(string name)
    {
        try
        {
            using var file = new FileStream(At(name), FileMode.Open, System.IO.FileAccess.Read,
                FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or EndOfStreamException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void Replace(string name, byte[] bytes)
    {
        Make();
        var temporary = At($"{name}.{Environment.ProcessId}");
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, At(name), overwrite: true);
    }

    /// <inheritdoc/>
    protected override void Delete(string name)
    {
        if (Directory.Exists(_folder)) File.Delete(At(name));
    }

    /// <inheritdoc/>
    protected override IDisposable Hold(string name, byte[] bytes)
    {
        Make();
        var file = new FileStream(At(name), FileMode.Create, System.IO.FileAccess.Write,
            FileShare.Read | FileShare.Delete, bufferSize: 0);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return file;
    }

    /// <inheritdoc/>
    protected override bool IsReleased(string name)
    {
        try
        {
            using var opened = new FileStream(At(name), FileMode.Open, System.IO.FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // held, or just settled
        }
    }

    private static string FolderOf(CanonicalPath state) => WindowsPath.ToExtended(state.Combine("workspaces"));

    private string At(string name) => Path.Combine(_folder, name);

    private void Make() => Directory.CreateDirectory(_folder);
}
