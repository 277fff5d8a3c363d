using System.Runtime.InteropServices;

namespace Pinfold.Core.Workspace;

/// <summary>Collects the folders of a tree, parents before children.</summary>
public sealed class FolderIndexBuilder
{
    private readonly List<ulong> _inodes = [];
    private readonly List<long> _changes = [];
    private readonly List<int> _offsets = [];
    private readonly List<ushort> _depths = [];
    private byte[] _paths = new byte[4096];
    private int _length;

    /// <summary>Number of folders so far.</summary>
    public int Count => _inodes.Count;

    /// <summary>Adds a folder. <paramref name="path"/> is relative to the root, without a NUL.</summary>
    public void Add(ReadOnlySpan<byte> path, int depth, ulong inode, long change)
    {
        while (_length + path.Length + 1 > _paths.Length) Array.Resize(ref _paths, _paths.Length * 2);
        _inodes.Add(inode);
        _changes.Add(change);
        _offsets.Add(_length);
        _depths.Add((ushort)depth);
        path.CopyTo(_paths.AsSpan(_length));
        _length += path.Length;
        _paths[_length++] = 0;
    }

    /// <summary>
    /// Adds the folders <paramref name="from"/> up to <paramref name="to"/> of <paramref name="index"/> as they are.
    /// </summary>
    public void AddRange(FolderIndex index, int from, int to)
    {
        ArgumentNullException.ThrowIfNull(index);
        var paths = index.PathsOf(from, to);
        while (_length + paths.Length > _paths.Length)
            Array.Resize(ref _paths, Math.Max(_paths.Length * 2, _length + paths.Length));
        _inodes.AddRange(index.Inodes[from..to]);
        _changes.AddRange(index.Changes[from..to]);
        _depths.AddRange(index.Depths[from..to]);
        var shift = _length - index.Offsets[from];
        _offsets.EnsureCapacity(_offsets.Count + to - from);
        foreach (var offset in index.Offsets[from..to]) _offsets.Add(offset + shift);
        paths.CopyTo(_paths.AsSpan(_length));
        _length += paths.Length;
    }

    /// <summary>Says when a folder changed; 0: it must be read again next time.</summary>
    public void Set(int folder, long change) => _changes[folder] = change;

    /// <summary>The file that <see cref="FolderIndex.Read"/> reads.</summary>
    public byte[] ToFile(uint purpose)
    {
        var file = new byte[FolderIndex.HeaderBytes + (Count * FolderIndex.EntryBytes) + _length];
        var at = FolderIndex.HeaderBytes;
        at = Put(file, at, CollectionsMarshal.AsSpan(_inodes));
        at = Put(file, at, CollectionsMarshal.AsSpan(_changes));
        at = Put(file, at, CollectionsMarshal.AsSpan(_offsets));
        at = Put(file, at, CollectionsMarshal.AsSpan(_depths));
        _paths.AsSpan(0, _length).CopyTo(file.AsSpan(at));
        var header = MemoryMarshal.Cast<byte, uint>(file.AsSpan(0, FolderIndex.HeaderBytes));
        (header[0], header[1], header[2], header[3], header[4]) = (FolderIndex.Magic, FolderIndex.Version, purpose,
            (uint)Count, (uint)_length);
        header[5] = FolderIndex.Checksum(file);
        return file;
    }

    private static int Put<T>(byte[] file, int at, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(file.AsSpan(at));
        return at + bytes.Length;
    }
}
