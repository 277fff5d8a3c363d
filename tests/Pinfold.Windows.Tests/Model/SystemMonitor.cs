using System.Numerics;
using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Model;

/// <summary>What the system itself says: its access check and its SDDL (securitybaseapi.h, sddl.h).</summary>
internal static unsafe partial class SystemMonitor
{
    private const uint TokenAccess = 0x0002 | 0x0008 | 0x0001; // TOKEN_DUPLICATE, TOKEN_QUERY, TOKEN_ASSIGN_PRIMARY
    private const int SecurityImpersonation = 2;
    private const int TokenImpersonation = 2;
    private const uint SE_PRIVILEGE_ENABLED = 2;
    private const uint Parts = 1 | 2 | 4 | 8; // OWNER, GROUP, DACL, SACL_SECURITY_INFORMATION

    /// <summary>The primary group of made tokens, disabled: no case names it.</summary>
    private static readonly Sid Nobody = Sid.Parse("S-1-5-21-9-9-9-513");


    /// <summary>An impersonation token of this process, with <paramref name="disabled"/> for deny only.</summary>
    internal static TokenHandle Token(params Sid[] disabled)
    {
        Check(OpenProcessToken(-1, TokenAccess, out var own));
        var pins = Array.ConvertAll(disabled, s => GCHandle.Alloc(s.ToBytes(), GCHandleType.Pinned));
        var list = Array.ConvertAll(pins, p => new Entry { Sid = p.AddrOfPinnedObject() });
        nint restricted, token;
        fixed (Entry* first = list)
            Check(CreateRestrictedToken(own, 0, (uint)list.Length, first, 0, null, 0, null, out restricted));
        Check(DuplicateToken(restricted, SecurityImpersonation, out token));
        foreach (var pin in pins) pin.Free();
        return Handle(token);
    }

    /// <summary>
    /// An impersonation token with the SIDs and privileges of <paramref name="facts"/> (NtCreateToken, which Wine lets
    /// anyone call).
    /// </summary>
    internal static TokenHandle Create(Token facts)
    {
        Sid[] sids = [facts.User, .. facts.Groups.Select(g => g.Sid), Nobody];
        var pins = Array.ConvertAll(sids, s => GCHandle.Alloc(s.ToBytes(), GCHandleType.Pinned));
        var user = new Entry { Sid = pins[0].AddrOfPinnedObject() };
        var primary = pins[^1].AddrOfPinnedObject();
        var groups = stackalloc byte[sizeof(nint) + (sids.Length - 1) * sizeof(Entry)]; // TOKEN_GROUPS
        *(int*)groups = sids.Length - 1;
        for (var i = 1; i < sids.Length; i++)
        {
            var held = i <= facts.Groups.Length ? (uint)facts.Groups[i - 1].Attributes : 0;
            ((Entry*)(groups + sizeof(nint)))[i - 1] = new() { Sid = pins[i].AddrOfPinnedObject(), Attributes = held };
        }

        var privileges = stackalloc byte[sizeof(uint) + 64 * sizeof(LUID_AND_ATTRIBUTES)]; // TOKEN_PRIVILEGES
        ref var count = ref *(int*)privileges;
        count = 0;
        for (var i = 0; i < 64; i++)
        {
            if (!facts.Privileges.HasFlag((Privileges)(1UL << i))) continue;
            var enabled = facts.HasEnabled((Privileges)(1UL << i)) ? SE_PRIVILEGE_ENABLED : 0;
            ((LUID_AND_ATTRIBUTES*)(privileges + sizeof(uint)))[count++] = new()
                { Luid = new() { LowPart = (uint)i }, Attributes = enabled };
        }

        var quality = stackalloc int[] { 3 * sizeof(int), SecurityImpersonation, 0 }; // SECURITY_QUALITY_OF_SERVICE
        var attributes = new OBJECT_ATTRIBUTES
            { Length = (uint)sizeof(OBJECT_ATTRIBUTES), SecurityQualityOfService = quality };
        var source = default(TOKEN_SOURCE);
        var id = default(LUID);
        nint dacl = 0, made;
        var expires = long.MaxValue;
        var status = NtCreateToken(
            &made, TokenAccess, &attributes, TokenImpersonation, &id,
            &expires, &user, groups, privileges, &user.Sid, &primary, &dacl,
            &source);
        foreach (var pin in pins) pin.Free();
        Assert.Equal(0, status);
        return Handle(made);
    }

    /// <summary>A primary token: this process's, with one group for deny only and without one privilege.</summary>
    internal static TokenHandle Less(Sid group, Privileges privilege)
    {
        Check(OpenProcessToken(-1, TokenAccess, out var own));
        var deleted = new LUID_AND_ATTRIBUTES
            { Luid = new() { LowPart = (uint)BitOperations.TrailingZeroCount((ulong)privilege) } };
        nint made;
        fixed (byte* sid = group.ToBytes())
        {
            var entry = new Entry { Sid = (nint)sid };
            Check(CreateRestrictedToken(own, 0, 1, &entry, 1, &deleted, 0, null, out made));
        }

        return Handle(made);
    }

    /// <summary>A copy that AccessCheck takes, for it asks for one that a thread could take on.</summary>
    internal static TokenHandle Impersonation(TokenHandle token)
    {
        Check(DuplicateToken(token.DangerousGetHandle(), SecurityImpersonation, out var made));
        return Handle(made);
    }

    /// <summary>AccessCheck: the rights, or null when it refuses.</summary>
    internal static uint? AccessCheck(TokenHandle token, SecurityDescriptor descriptor, AccessMask desired,
        GenericMapping mapping)
    {
        var privileges = stackalloc byte[256];
        uint size = 256, granted;
        int status;
        var map = stackalloc uint[]
            { mapping.Read.Value, mapping.Write.Value, mapping.Execute.Value, mapping.All.Value };
        fixed (byte* bytes = descriptor.ToBytes())
            Check(AccessCheck(bytes, token.DangerousGetHandle(), desired.Value, map, privileges, &size,
                &granted, &status));
        return status == 0 ? null : granted;
    }

    /// <summary>MapGenericMask.</summary>
    internal static AccessMask Map(AccessMask mask, GenericMapping mapping)
    {
        var map = stackalloc uint[]
            { mapping.Read.Value, mapping.Write.Value, mapping.Execute.Value, mapping.All.Value };
        var mapped = mask.Value;
        MapGenericMask(&mapped, map);
        return mapped;
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
        fixed (byte* bytes = descriptor.ToBytes())
            Check(ConvertSecurityDescriptorToStringSecurityDescriptorW(bytes, 1, Parts, out text, null));
        var sddl = Marshal.PtrToStringUni(text)!;
        LocalFree(text);
        return sddl;
    }

    /// <summary>The system's binary form of a SID.</summary>
    internal static byte[] ParseSid(string text)
    {
        Check(ConvertStringSidToSidW(text, out var memory));
        var bytes = new ReadOnlySpan<byte>((void*)memory, 8 + 4 * ((byte*)memory)[1]).ToArray();
        LocalFree(memory);
        return bytes;
    }

    /// <summary>The system's text of <paramref name="sid"/>.</summary>
    internal static string FormatSid(Sid sid)
    {
        nint memory;
        fixed (byte* bytes = sid.ToBytes()) Check(ConvertSidToStringSidW(bytes, out memory));
        var text = Marshal.PtrToStringUni(memory)!;
        LocalFree(memory);
        return text;
    }

    private static TokenHandle Handle(nint token)
    {
        var handle = new TokenHandle();
        Marshal.InitHandle(handle, token);
        return handle;
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
    private static partial int CreateRestrictedToken(nint token, uint flags, uint count, Entry* disabled, uint deleted,
        void* privileges, uint restricting, Entry* sids, out nint made);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int DuplicateToken(nint token, int level, out nint made);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int AccessCheck(byte* descriptor, nint token, uint desired, uint* mapping, byte* privileges,
        uint* size, uint* granted, int* status);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int ConvertStringSecurityDescriptorToSecurityDescriptorW(string sddl, uint revision,
        out nint descriptor, out uint size);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ConvertSecurityDescriptorToStringSecurityDescriptorW(byte* descriptor, uint revision,
        uint parts, out nint text, uint* length);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int ConvertStringSidToSidW(string text, out nint sid);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int ConvertSidToStringSidW(byte* sid, out nint text);

    [LibraryImport("advapi32.dll")]
    private static partial void MapGenericMask(uint* mask, uint* mapping);

    [LibraryImport("ntdll.dll")]
    private static partial int NtCreateToken(
        nint* token, uint access, OBJECT_ATTRIBUTES* attributes,
        int type, LUID* id, long* expires, Entry* user, byte* groups,
        byte* privileges, nint* owner, nint* primaryGroup, nint* defaultDacl, TOKEN_SOURCE* source);

    [LibraryImport("kernel32.dll")]
    private static partial nint LocalFree(nint memory);
}
