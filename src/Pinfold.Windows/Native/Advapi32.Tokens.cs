using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>
/// advapi32.dll: access tokens, and processes that get one (securitybaseapi.h, processthreadsapi.h, winnt.h).
/// </summary>
internal static unsafe partial class Advapi32
{
    internal const uint TOKEN_ASSIGN_PRIMARY = 1, TOKEN_DUPLICATE = 2,
        TOKEN_IMPERSONATE = 4, TOKEN_QUERY = 8, TOKEN_ADJUST_PRIVILEGES = 0x20;
    internal const uint TOKEN_ADJUST_GROUPS = 0x40, TOKEN_ADJUST_DEFAULT = 0x80;
    internal const uint DISABLE_MAX_PRIVILEGE = 1, LUA_TOKEN = 4, WRITE_RESTRICTED = 8;
    internal const uint SE_GROUP_INTEGRITY = 0x20, SE_GROUP_ENABLED = 4,
        SE_GROUP_USE_FOR_DENY_ONLY = 0x10, SE_GROUP_LOGON_ID = 0xC0000000;
    internal const uint SE_PRIVILEGE_ENABLED = 2, SE_PRIVILEGE_REMOVED = 4;
    internal const int TokenUser = 1, TokenGroups = 2, TokenPrivileges = 3, TokenOwner = 4,
        TokenPrimaryGroup = 5, TokenDefaultDacl = 6, TokenRestrictedSids = 11, TokenSessionId = 12;
    internal const int SecurityIdentification = 1;
    internal const int TokenElevationType = 18, TokenElevation = 20,
        TokenIntegrityLevel = 25, TokenIsAppContainer = 29, TokenLogonSid = 28;

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int OpenProcessToken(nint process, uint access, out TokenHandle token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int GetTokenInformation(TokenHandle token, int kind, void* buffer, uint size, uint* needed);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int SetTokenInformation(TokenHandle token, int kind, void* value, uint size);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int CreateRestrictedToken(
        TokenHandle token, uint flags, uint disabledCount,
        SID_AND_ATTRIBUTES* disabled, uint deletedCount, LUID_AND_ATTRIBUTES* deleted,
        uint restrictingCount, SID_AND_ATTRIBUTES* restricting, out TokenHandle result);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int IsTokenRestricted(TokenHandle token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int DuplicateToken(TokenHandle token, int level, out TokenHandle copy);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int AccessCheck(
        byte* descriptor, TokenHandle token, uint desired, uint* mapping,
        byte* privileges, uint* privilegesSize, uint* granted, int* status);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int CreateProcessAsUserW(
        TokenHandle token, string program, char* commandLine,
        SECURITY_ATTRIBUTES* process, SECURITY_ATTRIBUTES* thread, int inherit,
        uint flags, char* environment, string folder, STARTUPINFOEXW* startup, PROCESS_INFORMATION* information);

    /// <summary>The token of <paramref name="process"/>, or of this process for -1.</summary>
    internal static TokenHandle OpenToken(nint process, uint access)
    {
        Recorder.Call($"OpenProcessToken({(process == -1 ? "own" : "process")}, access {access:x})");
        var ok = OpenProcessToken(process, access, out var token);
        return Made(ok, token, nameof(OpenProcessToken));
    }

    /// <summary>
    /// What a token says of itself, in bytes; pointers in them lead into <paramref name="read"/>'s memory only while it
    /// runs.
    /// </summary>
    internal static T TokenInformation<T>(TokenHandle token, int kind, TokenReader<T> read)
    {
        Recorder.Call($"GetTokenInformation({token}, {kind})");
        uint needed;
        if (GetTokenInformation(token, kind, null, 0, &needed) == 0
            && Marshal.GetLastPInvokeError() != Kernel32.ERROR_INSUFFICIENT_BUFFER && needed == 0)
            NativeException.Check(0, nameof(GetTokenInformation), $"class {kind}");
        var size = Math.Max(needed, 64);
        var buffer = (byte*)NativeMemory.AllocZeroed(size);
        try
        {
            NativeException.Check(GetTokenInformation(token, kind, buffer, size, &needed),
                nameof(GetTokenInformation), $"class {kind}");
            return read(buffer, needed);
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    /// <summary>Changes the token.</summary>
    internal static void SetInformation(TokenHandle token, int kind, void* value, uint size)
    {
        Recorder.Call($"SetTokenInformation({token}, {kind}, {TextOf(kind, value)})");
        var ok = SetTokenInformation(token, kind, value, size);
        if (ok == 0) NativeException.Check(ok, nameof(SetTokenInformation), TextOf(kind, value));
    }

    /// <summary>A restricted copy of a token; see CreateRestrictedToken.</summary>
    internal static TokenHandle Restrict(
        TokenHandle token, uint flags, ReadOnlySpan<SID_AND_ATTRIBUTES> disabled,
        ReadOnlySpan<SID_AND_ATTRIBUTES> restricting)
    {
        Recorder.Call($"CreateRestrictedToken({token}, flags {flags:x}, deny only {TextOf(disabled)}, restricting {TextOf(restricting)})");
        fixed (SID_AND_ATTRIBUTES* off = disabled)
        fixed (SID_AND_ATTRIBUTES* sids = restricting)
        {
            var ok = CreateRestrictedToken(token, flags, (uint)disabled.Length, off, 0, null, (uint)restricting.Length,
                sids, out var result);
            return Made(ok, result, nameof(CreateRestrictedToken));
        }
    }

    /// <summary>True when the token has restricting SIDs.</summary>
    internal static bool IsRestricted(TokenHandle token) => IsTokenRestricted(token) != 0;

    /// <summary>
    /// What the system's own access check says to a token that is no thread's; with it no object is opened.
    /// </summary>
    internal static bool Allows(TokenHandle token, SecurityDescriptor descriptor, AccessMask desired,
        GenericMapping mapping)
    {
        Recorder.Call($"AccessCheck({token}, {descriptor}, access {desired.Value:x})");
        using var copy = Made(DuplicateToken(token, SecurityIdentification, out var made), made,
            nameof(DuplicateToken));
        var map = stackalloc uint[]
            { mapping.Read.Value, mapping.Write.Value, mapping.Execute.Value, mapping.All.Value };
        var privileges = stackalloc byte[256];
        uint size = 256, granted;
        int status;
        fixed (byte* bytes = descriptor.ToBytes())
            NativeException.Check(AccessCheck(bytes, copy, desired.Value, map, privileges, &size, &granted, &status),
                nameof(AccessCheck));
        return status != 0;
    }

    /// <summary>
    /// Starts a program with a token, or with this process's own for null; the caller keeps alive what
    /// <paramref name="startup"/> points to.
    /// </summary>
    internal static (ProcessHandle Process, ThreadHandle Thread, uint Id) CreateProcess(
        TokenHandle? token, string program, string commandLine, bool inherit,
        uint flags, string? environment, string folder, STARTUPINFOEXW* startup)
    {
        Recorder.Call($"CreateProcessAsUserW({token}, {program}, {commandLine}, inherit {inherit}, flags {flags:x}, folder {folder}, {TextOf(startup, environment)})");
        PROCESS_INFORMATION made;
        var line = (commandLine + '\0').ToCharArray(); // the function may write to it
        fixed (char* text16 = line)
        fixed (char* block = environment)
        {
            var ok = token is null
                ? Kernel32.CreateProcessW(program, text16, null, null, inherit ? 1 : 0, flags, block,
                    folder, startup, &made)
                : CreateProcessAsUserW(token, program, text16, null, null, inherit ? 1 : 0, flags, block,
                    folder, startup, &made);
            NativeException.Check(ok,
                token is null ? nameof(Kernel32.CreateProcessW) : nameof(CreateProcessAsUserW), program);
        }

        var (process, thread) = (new ProcessHandle(), new ThreadHandle());
        Marshal.InitHandle(process, made.hProcess);
        Marshal.InitHandle(thread, made.hThread);
        Recorder.Made(process);
        return (process, thread, made.dwProcessId);
    }

    /// <summary>What the system is about to read, not what the caller meant.</summary>
    private static string TextOf(int kind, void* value) => kind switch
    {
        TokenDefaultDacl => $"default DACL {Acl.Read(new(((TOKEN_DEFAULT_DACL*)value)->DefaultDacl, AclSize(((TOKEN_DEFAULT_DACL*)value)->DefaultDacl)))}",
        TokenIntegrityLevel => $"level {SidAt(((TOKEN_MANDATORY_LABEL*)value)->Label.Sid)}",
        TokenSessionId => $"terminal session {*(uint*)value}",
        _ => $"class {kind}",
    };

    private static string TextOf(ReadOnlySpan<SID_AND_ATTRIBUTES> sids)
    {
        var text = new List<string>();
        foreach (var sid in sids) text.Add(SidAt(sid.Sid).ToString());
        return string.Join(' ', text);
    }

    private static string TextOf(STARTUPINFOEXW* startup, string? environment)
    {
        var info = startup->StartupInfo;
        var streams = (info.dwFlags & Kernel32.STARTF_USESTDHANDLES) == 0 ? "the caller's streams"
            : info.hStdInput == -1 ? "no standard streams"
            : "standard streams";
        var block = environment is null ? "the caller's"
            : environment.EndsWith("\0\0", StringComparison.Ordinal) || environment == "\0" ? "given"
            : "torn";
        return $"desktop {(info.lpDesktop is null ? "own" : new string(info.lpDesktop))}, {streams}, environment {block}";
    }

    /// <summary>SID: revision, count of sub-authorities, six bytes, and four for each (MS-DTYP 2.4.2.2).</summary>
    private static Sid SidAt(void* sid) => Sid.Read(new(sid, 8 + (4 * ((byte*)sid)[1])));

    /// <summary>ACL: revision, a byte, and the size in bytes (MS-DTYP 2.4.5).</summary>
    private static int AclSize(void* acl) => ((ushort*)acl)[1];

    private static TokenHandle Made(int ok, TokenHandle token, string function)
    {
        if (ok == 0) token.SetHandleAsInvalid();
        NativeException.Check(ok, function);
        Recorder.Made(token);
        return token;
    }
}
