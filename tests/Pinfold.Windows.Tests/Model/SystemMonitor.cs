using System.Numerics;
using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Tests.Model;

/// <summary>What the system itself says: its access check and its SDDL (securitybaseapi.h, sddl.h).</summary>
internal static unsafe partial class SystemMonitor
{
    private const uint TokenAccess = 0x0002 | 0x0008 | 0x0001; // TOKEN_DUPLICATE, TOKEN_QUERY, TOKEN_ASSIGN_PRIMARY
    private const int SecurityImpersonation = 2;
    private const uint Parts = 1 | 2 | 4; // OWNER, GROUP, DACL_SECURITY_INFORMATION

    /// <summary>An impersonation token of this process, with <paramref name="disabled"/> for deny only.</summary>
    internal static nint Token(params Sid[] disabled)
    {
        Check(OpenProcessToken(-1, TokenAccess, out var own));
        var pins = Array.ConvertAll(disabled, s => GCHandle.Alloc(s.ToBytes(), GCHandleType.Pinned));
        var list = Array.ConvertAll(pins, p => new Entry { Sid = p.AddrOfPinnedObject() });
        nint restricted, token;
        fixed (Entry* first = list) Check(CreateRestrictedToken(own, 0, (uint)list.Length, first, 0, null, 0, null, out restricted));
        Check(DuplicateToken(restricted, SecurityImpersonation, out token));
        foreach (var pin in pins) pin.Free();
        return token; // for as long as the tests run
    }

    /// <summary>A primary token: this process's, with one group for deny only and without one privilege.</summary>
    internal static TokenHandle Less(Sid group, Privileges privilege)
    {
        Check(OpenProcessToken(-1, TokenAccess, out var own));
        var deleted = new LUID_AND_ATTRIBUTES { Luid = new() { LowPart = (uint)BitOperations.TrailingZeroCount((ulong)privilege) } };
        nint made;
        fixed (byte* sid = group.ToBytes())
        {
            var entry = new Entry { Sid = (nint)sid };
            Check(CreateRestrictedToken(own, 0, 1, &entry, 1, &deleted, 0, null, out made));
        }

        var token = new TokenHandle();
        Marshal.InitHandle(token, made);
        return token;
    }

    /// <summary>AccessCheck: the rights, or null when it refuses.</summary>
    internal static uint? AccessCheck(nint token, SecurityDescriptor descriptor, uint desired, GenericMapping mapping)
    {
        var privileges = stackalloc byte[256];
        uint size = 256, granted;
        int status;
        var map = stackalloc uint[] { mapping.Read.Value, mapping.Write.Value, mapping.Execute.Value, mapping.All.Value };
        fixed (byte* bytes = descriptor.ToBytes()) Check(AccessCheck(bytes, token, desired, map, privileges, &size, &granted, &status));
        return status == 0 ? null : granted;
    }

    /// <summary>The system's binary form of <paramref name="sddl"/>.</summary>
    internal static byte[] Parse(string sddl)
    {
        Check(ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, 1, out var memory, out var size));
        var bytes = new ReadOnlySpan<byte>((void*)memory, (int)size).ToArray();
        LocalFree(memory);
        return bytes;
    }

    /// <summary>The system's SDDL of <paramref name="descriptor"/>.</summary>
    internal static string Format(SecurityDescriptor descriptor)
    {
        nint text;
        fixed (byte* bytes = descriptor.ToBytes()) Check(ConvertSecurityDescriptorToStringSecurityDescriptorW(bytes, 1, Parts, out text, null));
        var sddl = Marshal.PtrToStringUni(text)!;
        LocalFree(text);
        return sddl;
    }

    private static void Check(int ok)
    {
        if (ok == 0) throw new System.ComponentModel.Win32Exception();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal nint Sid;
        internal uint Attributes;
    }

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int OpenProcessToken(nint process, uint access, out nint token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int CreateRestrictedToken(nint token, uint flags, uint count, Entry* disabled, uint deleted, void* privileges, uint restricting, Entry* sids, out nint made);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int DuplicateToken(nint token, int level, out nint made);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int AccessCheck(byte* descriptor, nint token, uint desired, uint* mapping, byte* privileges, uint* size, uint* granted, int* status);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int ConvertStringSecurityDescriptorToSecurityDescriptorW(string sddl, uint revision, out nint descriptor, out uint size);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ConvertSecurityDescriptorToStringSecurityDescriptorW(byte* descriptor, uint revision, uint parts, out nint text, uint* length);

    [LibraryImport("kernel32.dll")]
    private static partial nint LocalFree(nint memory);
}
