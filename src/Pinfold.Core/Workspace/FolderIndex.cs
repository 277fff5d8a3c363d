using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Pinfold.Core.Hashing;

namespace Pinfold.Core.Workspace;

/// <summary>
/// What the last audit saw: every folder of a tree, parents before children, with the identity that tells whether its
/// entries changed.
/// </summary>
/// <remarks>
/// A folder's ctime changes with every name that is made, renamed or removed in it, and no unprivileged process can set
/// it (inode(7)). The file: header (magic, version, purpose, count, bytes of paths, checksum), inodes, changes,
/// offsets, depths, paths.
/// </remarks>
public sealed class FolderIndex
{
    internal const uint Magic = 0x58494650, Version = 1; // "PFIX"
    internal const int HeaderBytes = 24, EntryBytes = 8 + 8 + 4 + 2;

    private readonly byte[] _file;

    private FolderIndex(byte[] file, int count) => (_file, Count) = (file, count);

    /// <summary>Number of folders; the first one is the root, whose path is empty.</summary>
    public int Count { get; }

    /// <summary>Inode numbers.</summary>
    public ReadOnlySpan<ulong> Inodes => MemoryMarshal.Cast<byte, ulong>(_file.AsSpan(HeaderBytes, Count * 8));

    /// <summary>ctime in nanoseconds; 0 where the folder must be read again.</summary>
    public ReadOnlySpan<long> Changes =>
        MemoryMarshal.Cast<byte, long>(_file.AsSpan(HeaderBytes + (Count * 8), Count * 8));

    /// <summary>Number of components of each path.</summary>
    public ReadOnlySpan<ushort> Depths =>
        MemoryMarshal.Cast<byte, ushort>(_file.AsSpan(HeaderBytes + (Count * 20), Count * 2));

    /// <summary>Where each path starts in <see cref="Paths"/>.</summary>
    public ReadOnlySpan<int> Offsets =>
        MemoryMarshal.Cast<byte, int>(_file.AsSpan(HeaderBytes + (Count * 16), Count * 4));

    /// <summary>All paths, relative to the root, each with a final NUL.</summary>
    public ReadOnlySpan<byte> Paths => _file.AsSpan(HeaderBytes + (Count * EntryBytes));

    /// <summary>The path of folder <paramref name="index"/>, without the NUL.</summary>
    public ReadOnlySpan<byte> Path(int index) => PathsOf(index, index + 1)[..^1];

    internal ReadOnlySpan<byte> PathsOf(int from, int to) =>
        Paths[Offsets[from]..(to < Count ? Offsets[to] : Paths.Length)];

    /// <summary>The first folder after <paramref name="index"/> that does not lie below it.</summary>
    public int End(int index)
    {
        var depths = Depths;
        var end = index + 1;
        while (end < Count && depths[end] > depths[index]) end++;
        return end;
    }

    /// <summary>
    /// The index in <paramref name="file"/>; null when it is damaged, of another version, or made for another purpose.
    /// </summary>
    public static FolderIndex? Read(byte[] file, uint purpose)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (file.Length < HeaderBytes) return null;
        var header = MemoryMarshal.Cast<byte, uint>(file.AsSpan(0, HeaderBytes));
        if (header[0] != Magic || header[1] != Version || header[2] != purpose) return null;
        if (header[3] == 0 || (HeaderBytes + ((ulong)header[3] * EntryBytes) + header[4]) != (ulong)file.Length)
            return null;
        if (header[5] != Checksum(file)) return null;
        var index = new FolderIndex(file, (int)header[3]);
        return index.IsSound() ? index : null;
    }

    /// <summary>The bytes that <see cref="Read"/> reads.</summary>
    public ReadOnlySpan<byte> File => _file;

    /// <summary>Notes when some folders changed (0: read it again), while the list of folders stays as it is.</summary>
    /// <returns>The parts of <see cref="File"/> that are different now. Written only in part, they fail the
    /// checksum.</returns>
    public IReadOnlyList<Range> Update(uint purpose, IReadOnlyDictionary<int, long> changes)
    {
        ArgumentNullException.ThrowIfNull(changes);
        var parts = new List<Range> { 0..HeaderBytes };
        foreach (var (folder, change) in changes)
        {
            var at = HeaderBytes + (Count * 8) + (folder * 8);
            BinaryPrimitives.WriteInt64LittleEndian(_file.AsSpan(at), change);
            parts.Add(at..(at + 8));
        }

        var header = MemoryMarshal.Cast<byte, uint>(_file.AsSpan(0, HeaderBytes));
        (header[2], header[5]) = (purpose, 0);
        header[5] = Checksum(_file);
        return parts;
    }

    internal static uint Checksum(ReadOnlySpan<byte> file) =>
        Crc32C.Of(file[HeaderBytes..], Crc32C.Of(file[..(HeaderBytes - 4)]));

    private bool IsSound()
    {
        var offsets = Offsets;
        var depths = Depths;
        var paths = Paths;
        if (offsets[0] != 0 || depths[0] != 0) return false;
        for (var i = 1; i < Count; i++)
        {
            if (offsets[i] <= offsets[i - 1] || offsets[i] >= paths.Length || paths[offsets[i] - 1] != 0) return false;
            if (depths[i] == 0 || depths[i] > depths[i - 1] + 1) return false;
        }

        return paths[^1] == 0;
    }
}
