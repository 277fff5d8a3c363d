using System.Numerics;
using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Windows.Native;

/// <summary>advapi32.dll: acting as a pipe's client (namedpipeapi.h, securitybaseapi.h, processthreadsapi.h).</summary>
internal static unsafe partial class Advapi32
{
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

    /// <summary>
    /// This thread acts with a token, of the same user and no higher level, until <see cref="Revert"/>.
    /// </summary>
    internal static void Impersonate(TokenHandle token)
    {
        Recorder.Call($"ImpersonateLoggedOnUser({token})");
        NativeException.Check(ImpersonateLoggedOnUser(token.DangerousGetHandle()), nameof(ImpersonateLoggedOnUser));
    }

    /// <summary>This thread acts as the process again. One that cannot must not go on (Win32, RevertToSelf).</summary>
    internal static void Revert()
    {
        Recorder.Call($"RevertToSelf()");
        if (RevertToSelf() == 0)
            Environment.FailFast("RevertToSelf failed: this thread would go on with a client's rights");
    }

    /// <summary>The token that this thread acts with, opened as the process.</summary>
    internal static TokenHandle OpenThreadToken(uint access)
    {
        Recorder.Call($"OpenThreadToken(access {access:x})");
        const nint CurrentThread = -2;
        var ok = OpenThreadToken(CurrentThread, access, 1, out var token);
        return Made(ok, token, nameof(OpenThreadToken));
    }

    /// <summary>Enables one privilege of this process, which holds it.</summary>
    internal static void EnableOwn(Privileges privilege)
    {
        Recorder.Call($"AdjustTokenPrivileges({privilege})");
        using var own = OpenToken(-1, TOKEN_ADJUST_PRIVILEGES | TOKEN_QUERY);
        var luid = new LUID { LowPart = (uint)BitOperations.Log2((ulong)privilege) };
        var wanted = new TOKEN_PRIVILEGES
            { PrivilegeCount = 1, Privileges = new() { Luid = luid, Attributes = SE_PRIVILEGE_ENABLED } };

        // One that is not held is a success with a last error (Win32, AdjustTokenPrivileges).
        var ok = AdjustTokenPrivileges(own, 0, &wanted, 0, 0, 0) != 0 && Marshal.GetLastPInvokeError() == 0;
        NativeException.Check(ok ? 1 : 0, nameof(AdjustTokenPrivileges), $"{privilege}");
    }

    /// <summary>A number that is nobody else's until the system starts again.</summary>
    internal static LUID NewLuid()
    {
        LUID luid;
        NativeException.Check(AllocateLocallyUniqueId(&luid), nameof(AllocateLocallyUniqueId));
        return luid;
    }
}
