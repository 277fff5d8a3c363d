using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>kernel32.dll: the broker's pipe (namedpipeapi.h, winbase.h).</summary>
internal static unsafe partial class Kernel32
{
    internal const uint FILE_FLAG_FIRST_PIPE_INSTANCE = 0x80000, PIPE_REJECT_REMOTE_CLIENTS = 8, PIPE_TYPE_BYTE = 0;

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetNamedPipeServerProcessId(SafeHandle pipe, uint* process);

    [LibraryImport("kernel32.dll", SetLastError = true)]
    private static partial int GetNamedPipeClientProcessId(SafeHandle pipe, uint* process);

    /// <summary>An instance of a pipe; the first one fails when there is a pipe of that name already.</summary>
    internal static SafePipeHandle CreatePipe(string name, byte[] descriptor, bool isFirst)
    {
        var open = PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED | (isFirst ? FILE_FLAG_FIRST_PIPE_INSTANCE : 0);
        Recorder.Call($"CreateNamedPipeW({name}, open {open:x}, mode {PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS:x})");
        fixed (byte* bytes = descriptor)
        {
            var security = new SECURITY_ATTRIBUTES
                { nLength = (uint)sizeof(SECURITY_ATTRIBUTES), lpSecurityDescriptor = bytes };
            var pipe = CreateNamedPipeW(name, open, PIPE_TYPE_BYTE | PIPE_REJECT_REMOTE_CLIENTS,
                PIPE_UNLIMITED_INSTANCES, 65536, 65536, 0, &security);
            return NativeException.Check(new SafePipeHandle(pipe, ownsHandle: true), nameof(CreateNamedPipeW), name);
        }
    }

    /// <summary>The process at the other end of a client's handle.</summary>
    internal static uint ServerOf(SafeHandle pipe)
    {
        uint process;
        NativeException.Check(GetNamedPipeServerProcessId(pipe, &process), nameof(GetNamedPipeServerProcessId));
        return process;
    }

    /// <summary>The process at the other end of a server's handle.</summary>
    internal static uint ClientOf(SafeHandle pipe)
    {
        uint process;
        NativeException.Check(GetNamedPipeClientProcessId(pipe, &process), nameof(GetNamedPipeClientProcessId));
        return process;
    }
}
