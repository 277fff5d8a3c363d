using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>
/// advapi32.dll: descriptors of kernel objects (securitybaseapi.h). Parts are named by SECURITY_INFORMATION.
/// </summary>
internal static unsafe partial class Advapi32
{
    internal const uint OWNER_SECURITY_INFORMATION = 1, GROUP_SECURITY_INFORMATION = 2,
        DACL_SECURITY_INFORMATION = 4, LABEL_SECURITY_INFORMATION = 0x10;
    internal const uint PROTECTED_DACL_SECURITY_INFORMATION = 0x80000000,
        UNPROTECTED_DACL_SECURITY_INFORMATION = 0x20000000;

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int GetKernelObjectSecurity(SafeHandle handle, uint parts, void* descriptor,
        uint size, uint* needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int SetKernelObjectSecurity(SafeHandle handle, uint parts, void* descriptor);

    /// <summary>The parts of an object's descriptor; the handle has READ_CONTROL.</summary>
    /// <exception cref="NativeException">It cannot be read, or (ERROR_INVALID_SECURITY_DESCR) has entries that are not
    /// known.</exception>
    internal static SecurityDescriptor Security(SafeHandle handle, uint parts, string subject = "")
    {
        Recorder.Call($"GetKernelObjectSecurity({handle}, parts {parts:x})");
        var buffer = new byte[512];
        while (true)
        {
            uint needed;
            int ok;
            fixed (byte* to = buffer) ok = GetKernelObjectSecurity(handle, parts, to, (uint)buffer.Length, &needed);
            if (ok == 0 && Marshal.GetLastPInvokeError() == Kernel32.ERROR_INSUFFICIENT_BUFFER
                && needed > buffer.Length)
            {
                buffer = new byte[needed];
                continue;
            }

            NativeException.Check(ok, nameof(GetKernelObjectSecurity), subject);
            if (SecurityDescriptor.TryRead(buffer, out var descriptor, out var error)) return descriptor;

            // Whoever owns an object may give it entries of kinds that are not known here: that object's fault, as any
            // error of the disk.
            NativeException.CheckCode(Kernel32.ERROR_INVALID_SECURITY_DESCR, nameof(GetKernelObjectSecurity),
                $"{subject} ({error.Message})");
        }
    }

    /// <summary>
    /// Replaces the parts of an object's descriptor and nothing else: what is below it does not change. A DACL needs
    /// WRITE_DAC, a label WRITE_OWNER.
    /// </summary>
    internal static void SetSecurity(SafeHandle handle, uint parts, SecurityDescriptor descriptor, string subject = "")
    {
        Recorder.Call($"SetKernelObjectSecurity({handle}, parts {parts:x}, {descriptor})");
        fixed (byte* bytes = descriptor.ToBytes())
            NativeException.Check(SetKernelObjectSecurity(handle, parts, bytes),
                nameof(SetKernelObjectSecurity), subject);
    }
}
