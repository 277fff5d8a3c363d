using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>secur32.dll: logging on without a password (ntsecapi.h). Needs SeTcbPrivilege.</summary>
internal static unsafe partial class Secur32
{
    internal const int MsV1_0S4ULogon = 12, Batch = 4;

    [LibraryImport("secur32.dll")]
    private static partial int LsaRegisterLogonProcess(LSA_STRING* name, nint* lsa, uint* mode);

    [LibraryImport("secur32.dll")]
    private static partial int LsaDeregisterLogonProcess(nint lsa);

    [LibraryImport("secur32.dll")]
    private static partial int LsaLookupAuthenticationPackage(nint lsa, LSA_STRING* name, uint* package);

    [LibraryImport("secur32.dll")]
    private static partial int LsaLogonUser(
        nint lsa, LSA_STRING* origin, int type, uint package, void* information, uint size, void* groups, TOKEN_SOURCE* source, void** profile,
        uint* profileSize, LUID* logon, nint* token, QUOTA_LIMITS* quotas, int* substatus);

    [LibraryImport("secur32.dll")]
    private static partial int LsaFreeReturnBuffer(void* buffer);
}
