using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>advapi32.dll: acting as a pipe's client (namedpipeapi.h, securitybaseapi.h, processthreadsapi.h).</summary>
internal static unsafe partial class Advapi32
{
    internal const uint TOKEN_ADJUST_SESSIONID = 0x100;

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ImpersonateNamedPipeClient(SafeHandle pipe);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int OpenThreadToken(nint thread, uint access, int openAsSelf, out TokenHandle token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int AllocateLocallyUniqueId(LUID* luid);

    /// <summary>This thread acts as the client of whom it has read something, until <see cref="Revert"/>.</summary>
    internal static void Impersonate(SafeHandle pipe)
    {
        Recorder.Call($"ImpersonateNamedPipeClient()");
        NativeException.Check(ImpersonateNamedPipeClient(pipe), nameof(ImpersonateNamedPipeClient));
    }

    /// <summary>This thread acts as the process again. One that cannot must not go on (Win32, RevertToSelf).</summary>
    internal static void Revert()
    {
        Recorder.Call($"RevertToSelf()");
        if (RevertToSelf() == 0) Environment.FailFast("RevertToSelf failed: this thread would go on with a client's rights");
    }

    /// <summary>The token that this thread acts with, opened as the process.</summary>
    internal static TokenHandle OpenThreadToken(uint access)
    {
        Recorder.Call($"OpenThreadToken(access {access:x})");
        const nint CurrentThread = -2;
        var ok = OpenThreadToken(CurrentThread, access, 1, out var token);
        return Made(ok, token, nameof(OpenThreadToken));
    }

    /// <summary>A number that is nobody else's until the system starts again.</summary>
    internal static LUID NewLuid()
    {
        LUID luid;
        NativeException.Check(AllocateLocallyUniqueId(&luid), nameof(AllocateLocallyUniqueId));
        return luid;
    }
}
