using System.Runtime.InteropServices;
using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// System calls by number, so that libc checks nothing on the way. Memory for arguments is never freed: a process makes
/// one attempt and ends.
/// </summary>
internal static unsafe class SystemCall
{
    internal const int AT_FDCWD = -100;

    /// <summary>The result, or -errno.</summary>
    internal static nint Call(int number, nint a = 0, nint b = 0, nint c = 0, nint d = 0, nint e = 0, nint f = 0)
    {
        var result = Libc.Syscall6(number, a, b, c, d, e, f);
        return result == -1 ? -Errno.Last : result;
    }

    /// <summary>NUL-terminated text.</summary>
    internal static nint Text(string text) => Bytes(OsText.Encode(text + "\0"));

    internal static nint Bytes(ReadOnlySpan<byte> bytes)
    {
        var memory = Zeros(bytes.Length);
        bytes.CopyTo(new Span<byte>((void*)memory, bytes.Length));
        return memory;
    }

    internal static nint Zeros(int bytes) => (nint)NativeMemory.AllocZeroed((nuint)bytes);

    /// <summary>64-bit words in memory.</summary>
    internal static nint Words(params ReadOnlySpan<nint> words) => Bytes(MemoryMarshal.AsBytes(words));

    internal static nint Open(string path, int flags, int mode = 0x1A4) =>
        Call(Sys.Openat, AT_FDCWD, Text(path), flags | Flag.CloseOnExec, mode);

    internal static nint Write(nint fd, string text) =>
        Call(Sys.Write, fd, Text(text), Encoding.UTF8.GetByteCount(text));

    /// <summary>Up to <paramref name="limit"/> bytes; null when the read failed.</summary>
    internal static string? Read(nint fd, int limit = 65536)
    {
        var buffer = Zeros(limit);
        var got = Call(Sys.Read, fd, buffer, limit);
        return got < 0 ? null : Encoding.UTF8.GetString((byte*)buffer, (int)got);
    }

    internal static nint Close(nint fd) => Call(Sys.Close, fd);
}
