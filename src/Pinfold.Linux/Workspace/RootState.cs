using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// Pinfold's own notes about one writable root, in <c>workspaces/KEY</c> of the state folder, which no command sees.
/// </summary>
internal sealed class RootState : RootNotes
{
    private readonly string _folder;
    private readonly Dictionary<string, (FileIdentity Identity, byte[] Bytes)> _read = new(StringComparer.Ordinal);

    internal RootState(CanonicalPath state, CanonicalPath root)
        : this($"{state.Value}/workspaces/{KeyOf(root)}")
    {
    }

    private RootState(string folder) => _folder = folder;

    internal static IEnumerable<RootNotes> All(CanonicalPath state)
    {
        var folder = state.Value + "/workspaces";
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(f => new RootState(f)) : [];
    }

    /// <inheritdoc/>
    public override IDisposable Lock()
    {
        Make();
        return Locked(_folder + "/lock");
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> Names() =>
        Directory.Exists(_folder) ? Directory.EnumerateFiles(_folder).Select(f => System.IO.Path.GetFileName(f)) : [];

    /// <inheritdoc/>
    /// <remarks>
    /// A file has no lock in the moment in which it is made, so it gets its name with the lock on it (flock(2): the
    /// lock stays with the open file).
    /// </remarks>
    protected override IDisposable Hold(string name, byte[] bytes)
    {
        Make();
        var unnamed = _folder + "/" + UnnamedPrefix + name;
        while (true)
        {
            var file = Locked(unnamed, Libc.O_TRUNC);
            try
            {
                file.WriteAll(bytes, unnamed);
                File.Move(unnamed, _folder + "/" + name);
                return file;
            }
            catch (FileNotFoundException)
            {
                file.Dispose(); // another command looked whether a kill had left it, and removed it
            }
            catch
            {
                File.Delete(unnamed);
                file.Dispose();
                throw;
            }
        }
    }

    /// <remarks>A FileStream would take a lock of its own, and fail instead of waiting for who only looks.</remarks>
    private static unsafe Descriptor Locked(string path, int flags = 0)
    {
        fixed (byte* text = OsText.Encode(path + "\0"))
        {
            flags |= Libc.O_RDWR | Libc.O_CREAT | Libc.O_NOFOLLOW | Libc.O_CLOEXEC;
            var file = new Descriptor(LinuxException.Check(Libc.Open(text, flags, 0x180 /* 0600 */), "open", path));
            LinuxException.Check(Libc.Flock(file.Number, Libc.LOCK_EX), "flock", path);
            return file;
        }
    }

    /// <inheritdoc/>
    protected override bool IsReleased(string name)
    {
        try
        {
            // A shared lock: who asks at the same time is not in the way.
            using var opened = new FileStream(_folder + "/" + name, FileMode.Open, FileAccess.Read, FileShare.Read);
            return true;
        }
        catch (IOException)
        {
            return false; // held, or just settled
        }
    }

    /// <inheritdoc/>
    protected override void Delete(string name) => File.Delete(_folder + "/" + name);

    /// <inheritdoc/>
    protected override unsafe bool Overwrite(string name, ReadOnlySpan<byte> bytes, IReadOnlyList<Range> parts)
    {
        fixed (byte* text = OsText.Encode(_folder + "/" + name + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_RDWR | Libc.O_NOFOLLOW | Libc.O_CLOEXEC, 0);
            using var file = fd < 0 ? null : new Descriptor(fd);
            if (file is null || !_read.Remove(name, out var before) || before.Identity != FileIdentity.Of(file))
                return false;
            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false);
            foreach (var part in parts) RandomAccess.Write(handle, bytes[part], part.Start.Value);
            return true;
        }
    }

    private void Make() =>
        Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <inheritdoc/>
    /// <remarks>Without .NET's own advisory lock: a note that is held can be read.</remarks>
    protected override unsafe byte[]? Bytes(string name)
    {
        fixed (byte* text = OsText.Encode(_folder + "/" + name + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
            if (fd < 0) return null;
            using var file = new Descriptor(fd);
            var identity = FileIdentity.Of(file);
            if (_read.TryGetValue(name, out var before) && before.Identity == identity) return before.Bytes;
            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false);
            var bytes = new byte[identity.Size];
            if (RandomAccess.Read(handle, bytes, 0) != bytes.Length) return null;
            _read[name] = (identity, bytes);
            return bytes;
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A temporary file in the same folder, then rename(2). Who writes has the lock, so that one name is enough, and
    /// what a kill leaves is written over.
    /// </remarks>
    protected override void Replace(string name, byte[] bytes)
    {
        Make();
        var temporary = $"{_folder}/{name}.next";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, _folder + "/" + name, overwrite: true);
    }
}
