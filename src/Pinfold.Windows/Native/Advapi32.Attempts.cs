using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>
/// advapi32.dll, for attacks: registry, tokens, services (winreg.h, securitybaseapi.h, winsvc.h). Nothing throws.
/// </summary>
internal static unsafe partial class Advapi32
{
    internal const uint KEY_SET_VALUE = 2, KEY_CREATE_SUB_KEY = 4, KEY_CREATE_LINK = 0x20,
        KEY_READ = 0x20019, REG_SZ = 1, REG_OPTION_CREATE_LINK = 2, REG_OPTION_VOLATILE = 1;
    internal const uint SC_MANAGER_CREATE_SERVICE = 2, SC_MANAGER_CONNECT = 1,
        SERVICE_CHANGE_CONFIG = 2, SERVICE_WIN32_OWN_PROCESS = 0x10, SERVICE_DEMAND_START = 3;
    internal const uint LOGON_NETCREDENTIALS_ONLY = 2, LOGON32_LOGON_NEW_CREDENTIALS = 9,
        LOGON32_PROVIDER_WINNT50 = 3, TOKEN_ALL_ACCESS = 0xF01FF, SERVICE_ALL_ACCESS = 0xF01FF;
    // sign-extended
    internal const int HKEY_CURRENT_USER = unchecked((int)0x80000001), HKEY_LOCAL_MACHINE = unchecked((int)0x80000002);
    internal const int SecurityImpersonation = 2, TokenPrimary = 1, TokenImpersonation = 2;

    [LibraryImport("advapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RegCreateKeyExW(
        nint key, string name, uint reserved, nint kind, uint options,
        uint access, nint security, nint* made, uint* disposition);

    [LibraryImport("advapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RegOpenKeyExW(nint key, string name, uint options, uint access, nint* opened);

    [LibraryImport("advapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    private static partial int RegSetValueExW(nint key, string? name, uint reserved, uint kind, char* value, uint size);

    [LibraryImport("advapi32.dll", StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int RegDeleteKeyW(nint key, string name);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int AdjustTokenPrivileges(TokenHandle token, int disableAll, TOKEN_PRIVILEGES* now,
        uint size, nint old, nint oldSize);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    private static partial int DuplicateTokenEx(nint token, uint access, nint security, int level,
        int kind, nint* made);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int ImpersonateLoggedOnUser(nint token);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int ImpersonateNamedPipeClient(nint pipe);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int RevertToSelf();

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int SetFileSecurityW(string name, uint parts, byte* descriptor);

    [LibraryImport("advapi32.dll", EntryPoint = "SetKernelObjectSecurity", SetLastError = true)]
    private static partial int TrySetSecurity(nint handle, uint parts, byte* descriptor);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int CreateProcessWithLogonW(
        string user, string? domain, string password, uint logon, string? program,
        char* line, uint flags, nint environment, string? folder, STARTUPINFOW* startup,
        PROCESS_INFORMATION* made);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial int LogonUserW(string user, string? domain, string? password, uint logon,
        uint provider, nint* token);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenSCManagerW(string? machine, string? database, uint access);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint CreateServiceW(
        nint manager, string name, string? shown, uint access, uint kind, uint start, uint errors,
        string program, string? group, nint tag, nint dependencies, nint account, nint password);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    internal static partial nint OpenServiceW(nint manager, string name, uint access);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int DeleteService(nint service);

    [LibraryImport("advapi32.dll", SetLastError = true)]
    internal static partial int CloseServiceHandle(nint handle);

    /// <summary>Makes a key and sets a value in it; ERROR_SUCCESS or the error.</summary>
    internal static int SetValue(nint hive, string key, string? name, string value)
    {
        nint made;
        uint disposition;
        var error = RegCreateKeyExW(hive, key, 0, 0, 0, KEY_SET_VALUE, 0, &made, &disposition);
        if (error != 0) return error;
        fixed (char* text = value) return RegSetValueExW(made, name, 0, REG_SZ, text, (uint)(2 * value.Length + 2));
    }

    /// <summary>Makes a key that is a link.</summary>
    internal static int MakeLink(nint hive, string key)
    {
        nint made;
        uint disposition;
        return RegCreateKeyExW(hive, key, 0, 0, REG_OPTION_CREATE_LINK | REG_OPTION_VOLATILE,
            KEY_SET_VALUE | KEY_CREATE_LINK, 0, &made, &disposition);
    }

    /// <summary>Opens a key; ERROR_SUCCESS or the error.</summary>
    internal static int OpenKey(nint hive, string key, uint access)
    {
        nint opened;
        return RegOpenKeyExW(hive, key, 0, access, &opened);
    }

    /// <summary>Enables one privilege; the last error is ERROR_NOT_ALL_ASSIGNED where it is not held.</summary>
    internal static int Enable(nint token, uint privilege)
    {
        var owned = Take(token); // it goes with the process
        var wanted = new TOKEN_PRIVILEGES
        {
            PrivilegeCount = 1,
            Privileges = new() { Luid = new() { LowPart = privilege }, Attributes = SE_PRIVILEGE_ENABLED }
        };
        return AdjustTokenPrivileges(owned, 0, &wanted, 0, 0, 0) == 0 || Marshal.GetLastPInvokeError() != 0 ? 0 : 1;
    }

    /// <summary>The token of a process; 0 when that is refused.</summary>
    internal static nint TokenOf(nint process, uint access)
    {
        var ok = OpenProcessToken(process, access, out var token);
        if (ok == 0) return 0;
        var number = token.DangerousGetHandle();
        token.SetHandleAsInvalid();
        return number;
    }

    /// <summary>A copy of a token; 0 when that is refused.</summary>
    internal static nint Copy(nint token, uint access, bool primary)
    {
        nint made;
        return DuplicateTokenEx(token, access, 0, SecurityImpersonation,
            primary ? TokenPrimary : TokenImpersonation, &made) == 0
            ? 0
            : made;
    }

    /// <summary>One of the token's fixed-size kinds of information.</summary>
    internal static int Set(nint token, int kind, void* value, uint size)
    {
        var owned = Take(token); // it goes with the process
        return SetTokenInformation(owned, kind, value, size);
    }

    /// <summary>Replaces parts of a file's descriptor by its name.</summary>
    internal static int SetFileSecurity(string name, uint parts, byte[] descriptor)
    {
        fixed (byte* bytes = descriptor) return SetFileSecurityW(name, parts, bytes);
    }

    /// <summary>Replaces parts of an object's descriptor.</summary>
    internal static int SetObjectSecurity(nint handle, uint parts, byte[] descriptor)
    {
        fixed (byte* bytes = descriptor) return TrySetSecurity(handle, parts, bytes);
    }

    /// <summary>Starts a program with a token.</summary>
    internal static int Spawn(nint token, string line, PROCESS_INFORMATION* made)
    {
        var text = (line + '\0').ToCharArray();
        var startup = new STARTUPINFOEXW();
        startup.StartupInfo.cb = (uint)sizeof(STARTUPINFOW);
        var borrowed = Take(token);
        fixed (char* chars = text)
        {
            var ok = CreateProcessAsUserW(borrowed, null!, chars, null, null, 0, 0, null, null!, &startup, made);
            borrowed.SetHandleAsInvalid();
            return ok;
        }
    }

    /// <summary>
    /// Starts a program through the secondary logon service, as the same user with other names in the network.
    /// </summary>
    internal static int SpawnByService(string line, PROCESS_INFORMATION* made)
    {
        var text = (line + '\0').ToCharArray();
        var startup = new STARTUPINFOW { cb = (uint)sizeof(STARTUPINFOW) };
        fixed (char* chars = text)
            return CreateProcessWithLogonW("pinfold", ".", "pinfold", LOGON_NETCREDENTIALS_ONLY, null, chars, 0, 0,
                null, &startup, made);
    }

    private static TokenHandle Take(nint number)
    {
        var token = new TokenHandle();
        Marshal.InitHandle(token, number);
        return token;
    }
}
