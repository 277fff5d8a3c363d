using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct statx (statx(2)), 256 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct StatxBuffer
{
    internal uint Mask, BlockSize;
    internal ulong Attributes;
    internal uint LinkCount, Uid, Gid;
    internal ushort Mode, Pad;
    internal ulong Inode, Size, Blocks, AttributesMask;
    internal StatxTime Access, Birth, Change, Modify;
    internal uint RdevMajor, RdevMinor, DevMajor, DevMinor;
    internal ulong Mount;

    /// <summary>S_IFMT of the mode.</summary>
    internal readonly int Kind => Mode & 0xF000;
}

/// <summary>struct statx_timestamp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StatxTime
{
    internal long Seconds;
    internal uint Nanoseconds;
    internal int Pad;

    /// <summary>Nanoseconds since the epoch.</summary>
    internal readonly long Total => (Seconds * 1_000_000_000) + Nanoseconds;
}
