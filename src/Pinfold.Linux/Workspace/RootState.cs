using System.Collections.Immutable;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Linux.Workspace;

/// <summary>Pinfold's own notes about one writable root, in <c>workspaces/KEY</c> of the state folder, which no command sees.</summary>
internal sealed class RootState
{
    private const string OwedPrefix = "owed-";
    private readonly string _folder;
    private readonly Dictionary<string, (FileIdentity Identity, byte[] Bytes)> _read = new(StringComparer.Ordinal);
    private (byte[]? Bytes, uint Purpose, FolderIndex? Index) _index;

    internal RootState(CanonicalPath state, CanonicalPath root)
        : this($"{state.Value}/workspaces/{Sha256.Hex(OsText.Encode(root.Value))[..32]}")
    {
    }

    private RootState(string folder) => _folder = folder;

    internal static IEnumerable<RootState> All(CanonicalPath state)
    {
        var folder = state.Value + "/workspaces";
        return Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Select(f => new RootState(f)) : [];
    }

    /// <summary>What the last audit let stand; null when there was none, or its file is damaged.</summary>
    internal KnownNames? Known() => ReadKnown(out _);

    /// <inheritdoc cref="Known"/>
    /// <param name="purpose">Binds a list of folders to exactly these names.</param>
    internal KnownNames? ReadKnown(out uint purpose)
    {
        purpose = 0;
        if (Bytes("known") is not { } bytes) return null;
        purpose = Crc32C.Of(bytes);
        return KnownNames.Read(bytes);
    }

    /// <summary>Reads ahead, so that what comes later finds everything in place that has not changed since.</summary>
    internal void Prepare()
    {
        if (ReadKnown(out var purpose) is not null) _ = ReadIndex(purpose);
    }

    internal FolderIndex? ReadIndex(uint purpose)
    {
        if (Bytes("index") is not { } bytes) return null;
        if (_index.Bytes != bytes || _index.Purpose != purpose) _index = (bytes, purpose, FolderIndex.Read(bytes, purpose));
        return _index.Index;
    }

    internal uint WriteKnown(KnownNames known, out bool changed)
    {
        var bytes = known.ToFile();
        changed = Bytes("known") is not { } old || !old.AsSpan().SequenceEqual(bytes);
        if (changed) Replace("known", bytes);
        return Crc32C.Of(bytes);
    }

    /// <summary>A cache with a checksum: it may be lost. rename(2) over a file makes ext4 write at once, so the old one goes first.</summary>
    internal void WriteIndex(byte[] bytes)
    {
        if (Bytes("index") is { } old && old.AsSpan().SequenceEqual(bytes)) return;
        DropIndex();
        Replace("index", bytes);
    }

    /// <summary>A few stamps of a long list, in place: a kill half-way fails the checksum.</summary>
    internal unsafe void UpdateIndex(FolderIndex index, uint purpose, IReadOnlyDictionary<int, long> changes)
    {
        var parts = index.Update(purpose, changes);
        fixed (byte* text = OsText.Encode(_folder + "/index\0"))
        {
            var fd = Native.Libc.Open(text, Native.Libc.O_RDWR | Native.Libc.O_NOFOLLOW | Native.Libc.O_CLOEXEC, 0);
            using var file = fd < 0 ? null : new Native.Descriptor(fd);
            if (file is null || !_read.Remove("index", out var before) || before.Identity != FileIdentity.Of(file))
            {
                Replace("index", index.File.ToArray());
                return;
            }

            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false);
            foreach (var part in parts) RandomAccess.Write(handle, index.File[part], part.Start.Value);
        }
    }

    internal void DropIndex() => File.Delete(_folder + "/index");

    /// <summary>One audit of a root at a time. A FileStream would take a lock of its own, and fail instead of waiting.</summary>
    internal unsafe Native.Descriptor Lock()
    {
        Make();
        var path = _folder + "/lock";
        fixed (byte* text = OsText.Encode(path + "\0"))
        {
            const int flags = Native.Libc.O_RDWR | Native.Libc.O_CREAT | Native.Libc.O_NOFOLLOW | Native.Libc.O_CLOEXEC;
            var file = new Native.Descriptor(Native.LinuxException.Check(Native.Libc.Open(text, flags, 0x180 /* 0600 */), "open", path));
            Native.LinuxException.Check(Native.Libc.Flock(file.Number, Native.Libc.LOCK_EX), "flock", path);
            return file;
        }
    }

    /// <summary>Notes that an audit is owed. The open file says that its command may still run.</summary>
    internal FileStream Owe(AuditOrder order)
    {
        Make();
        var file = new FileStream(_folder + "/" + OwedPrefix + order.Session.Name, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        file.Write(order.ToFile());
        return file;
    }

    /// <summary>Every audit that is owed here, also those of commands that still run.</summary>
    /// <param name="but">The session whose own note the caller knows.</param>
    internal List<(AuditOrder? Order, string File)> Owed(string? but = null)
    {
        var owed = new List<(AuditOrder?, string)>();
        if (!Directory.Exists(_folder)) return owed;
        foreach (var file in Directory.EnumerateFiles(_folder, OwedPrefix + "*"))
        {
            var name = System.IO.Path.GetFileName(file);
            if (name[OwedPrefix.Length..] != but) owed.Add((Bytes(name) is { } bytes ? AuditOrder.Read(bytes) : null, file));
        }

        return owed;
    }

    /// <summary>True when no command holds the note any more.</summary>
    internal static bool IsOrphaned(string file)
    {
        try
        {
            using var opened = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return true;
        }
        catch (IOException)
        {
            return false; // held, or just settled
        }
    }

    internal void Settle(CanonicalPath session) => File.Delete(_folder + "/" + OwedPrefix + session.Name);

    private void Make() => Directory.CreateDirectory(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>A file's bytes, without .NET's own advisory lock: a note that is held can be read. Null when there is none.</summary>
    private unsafe byte[]? Bytes(string name)
    {
        fixed (byte* text = OsText.Encode(_folder + "/" + name + "\0"))
        {
            var fd = Native.Libc.Open(text, Native.Libc.O_RDONLY | Native.Libc.O_CLOEXEC, 0);
            if (fd < 0) return null;
            using var file = new Native.Descriptor(fd);
            var identity = FileIdentity.Of(file);
            if (_read.TryGetValue(name, out var before) && before.Identity == identity) return before.Bytes;
            using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(fd, ownsHandle: false);
            var bytes = new byte[identity.Size];
            if (RandomAccess.Read(handle, bytes, 0) != bytes.Length) return null;
            _read[name] = (identity, bytes);
            return bytes;
        }
    }

    /// <summary>Whole or not at all: a temporary file in the same folder, then rename(2).</summary>
    private void Replace(string name, byte[] bytes)
    {
        Make();
        var temporary = $"{_folder}/{name}.{Environment.ProcessId}";
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, _folder + "/" + name, overwrite: true);
    }
}
