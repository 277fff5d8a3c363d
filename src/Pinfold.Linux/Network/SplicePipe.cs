using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Network;

/// <summary>A pipe that bytes pass through from socket to socket (splice(2)).</summary>
internal sealed unsafe class SplicePipe : IDisposable
{
    // as large as a user's may be (pipe(7)); the kernel's default where it is not
    private const int Size = 1 << 20, F_SETPIPE_SZ = 1031;
    private const uint Flags = 1 | 2; // SPLICE_F_MOVE | SPLICE_F_NONBLOCK
    private readonly SafeFileHandle _read, _write;

    private SplicePipe(SafeFileHandle read, SafeFileHandle write) => (_read, _write) = (read, write);

    internal static SplicePipe Create()
    {
        var pair = stackalloc int[2];
        LinuxException.Check(Libc.Pipe2(pair, Libc.O_CLOEXEC), "pipe2");
        _ = Libc.Fcntl(pair[1], F_SETPIPE_SZ, Size);
        return new(new(pair[0], ownsHandle: true), new(pair[1], ownsHandle: true));
    }

    internal nint Take(SafeHandle from) => Libc.Splice(from, null, _write, null, Size, Flags);

    internal nint Give(SafeHandle to, int count) => Libc.Splice(_read, null, to, null, count, Flags);

    internal int Read(Span<byte> buffer)
    {
        fixed (byte* b = buffer)
            return (int)LinuxException.Check(Libc.Read((int)_read.DangerousGetHandle(), b, buffer.Length),
                "read", "a pipe");
    }

    public void Dispose()
    {
        _read.Dispose();
        _write.Dispose();
    }
}
