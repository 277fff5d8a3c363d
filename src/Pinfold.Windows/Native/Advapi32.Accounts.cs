using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>advapi32.dll: account rights, and the SIDs of names (ntsecapi.h, winbase.h).</summary>
internal static unsafe partial class Advapi32
{
    internal const uint POLICY_LOOKUP_NAMES = 0x800, POLICY_CREATE_ACCOUNT = 0x10, POLICY_VIEW_LOCAL_INFORMATION = 1;
    internal const int ERROR_LOGON_FAILURE = 1326, ERROR_LOGON_NOT_GRANTED = 1380,
        ERROR_LOGON_TYPE_NOT_GRANTED = 1385, ERROR_ACCOUNT_LOCKED_OUT = 1909;
    internal const int ERROR_NONE_MAPPED = 1332, ERROR_MEMBER_IN_ALIAS = 1378,
        ERROR_NO_SUCH_ALIAS = 1376, ERROR_NO_MORE_ITEMS = 259;

    [LibraryImport("advapi32.dll")]
    private static partial int LsaOpenPolicy(UNICODE_STRING* system, OBJECT_ATTRIBUTES* attributes,
        uint access, nint* policy);

    [LibraryImport("advapi32.dll")]
    internal static partial int LsaClose(nint handle);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaAddAccountRights(PolicyHandle policy, void* sid, UNICODE_STRING* rights, uint count);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaRemoveAccountRights(PolicyHandle policy, void* sid, byte all,
        UNICODE_STRING* rights, uint count);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaEnumerateAccountRights(PolicyHandle policy, void* sid,
        UNICODE_STRING** rights, uint* count);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaEnumerateAccountsWithUserRight(PolicyHandle policy, UNICODE_STRING* right,
        void** sids, uint* count);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaFreeMemory(void* memory);

    [LibraryImport("advapi32.dll")]
    private static partial int LsaNtStatusToWinError(int status);

    [LibraryImport("advapi32.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int LookupAccountNameW(string? system, string name, void* sid, uint* sidSize, char* domain,
        uint* domainSize, int* use);

    /// <summary>
    /// The SID of a local account or group, asked for with this computer's name before it, so that no domain answers;
    /// null when there is none.
    /// </summary>
    internal static Sid? SidOf(string name)
    {
        var qualified = $@"{Environment.MachineName}\{name}";
        Recorder.Call($"LookupAccountNameW({name})");
        var sid = stackalloc byte[Sid.MaxBinaryLength];
        var domain = stackalloc char[256];
        uint size = Sid.MaxBinaryLength, length = 256;
        int use;
        if (LookupAccountNameW(null, qualified, sid, &size, domain, &length, &use) == 0)
        {
            if (Marshal.GetLastPInvokeError() == ERROR_NONE_MAPPED) return null;
            NativeException.Check(0, nameof(LookupAccountNameW), name);
        }

        return Sid.Read(new(sid, 8 + 4 * sid[1]));
    }

    /// <summary>Opens the local policy.</summary>
    internal static PolicyHandle OpenPolicy()
    {
        Recorder.Call($"LsaOpenPolicy()");
        OBJECT_ATTRIBUTES attributes = default;
        nint made = 0;
        CheckStatus(LsaOpenPolicy(null, &attributes,
            POLICY_LOOKUP_NAMES | POLICY_CREATE_ACCOUNT | POLICY_VIEW_LOCAL_INFORMATION, &made),
            nameof(LsaOpenPolicy));
        var policy = new PolicyHandle();
        Marshal.InitHandle(policy, made);
        Recorder.Made(policy);
        return policy;
    }

    /// <summary>Gives an account a right; one that it has stays.</summary>
    internal static void AddRight(PolicyHandle policy, Sid account, string right)
    {
        Recorder.Call($"LsaAddAccountRights({policy}, {account}, {right})");
        With(account, right,
            (sid, name) => CheckStatus(LsaAddAccountRights(policy, sid, name, 1), nameof(LsaAddAccountRights), right));
    }

    /// <summary>Takes a right from an account.</summary>
    internal static void RemoveRight(PolicyHandle policy, Sid account, string right)
    {
        Recorder.Call($"LsaRemoveAccountRights({policy}, {account}, {right})");
        With(account, right, (sid, name) =>
        {
            var code = LsaNtStatusToWinError(LsaRemoveAccountRights(policy, sid, 0, name, 1));
            // it has none
            if (code != Kernel32.ERROR_FILE_NOT_FOUND)
                NativeException.CheckCode(code, nameof(LsaRemoveAccountRights), right);
        });
    }

    /// <summary>The rights that an account has itself.</summary>
    internal static string[] RightsOf(PolicyHandle policy, Sid account)
    {
        Recorder.Call($"LsaEnumerateAccountRights({policy}, {account})");
        string[] found = [];
        With(account, "", (sid, unused) =>
        {
            UNICODE_STRING* rights = null;
            uint count = 0;
            var code = LsaNtStatusToWinError(LsaEnumerateAccountRights(policy, sid, &rights, &count));
            if (code == Kernel32.ERROR_FILE_NOT_FOUND) return; // STATUS_OBJECT_NAME_NOT_FOUND: it has none
            NativeException.CheckCode(code, nameof(LsaEnumerateAccountRights), account.ToString());
            found = new string[count];
            for (var i = 0; i < count; i++) found[i] = new(rights[i].Buffer, 0, rights[i].Length / 2);
            _ = LsaFreeMemory(rights);
        });
        return found;
    }

    /// <summary>The accounts that have a right themselves.</summary>
    internal static Sid[] HoldersOf(PolicyHandle policy, string right)
    {
        Recorder.Call($"LsaEnumerateAccountsWithUserRight({policy}, {right})");
        Sid[] found = [];
        With(WellKnownSids.Everyone, right, (unused, name) =>
        {
            void* sids = null; // LSA_ENUMERATION_INFORMATION: one pointer each (ntsecapi.h)
            uint count = 0;
            var code = LsaNtStatusToWinError(LsaEnumerateAccountsWithUserRight(policy, name, &sids, &count));
            if (code == ERROR_NO_MORE_ITEMS) return; // STATUS_NO_MORE_ENTRIES: nobody has it
            NativeException.CheckCode(code, nameof(LsaEnumerateAccountsWithUserRight), right);
            found = new Sid[count];
            for (var i = 0; i < count; i++) found[i] = Sid.Read(new(((byte**)sids)[i], 8 + 4 * ((byte**)sids)[i][1]));
            _ = LsaFreeMemory(sids);
        });
        return found;
    }

    private static void With(Sid account, string text, RightsCall call)
    {
        var bytes = stackalloc byte[Sid.MaxBinaryLength];
        account.Write(new(bytes, Sid.MaxBinaryLength));
        fixed (char* chars = text)
        {
            var name = new UNICODE_STRING
                { Length = (ushort)(2 * text.Length), MaximumLength = (ushort)(2 * text.Length), Buffer = chars };
            call(bytes, &name);
        }
    }

    /// <summary>Throws for an NTSTATUS other than STATUS_SUCCESS.</summary>
    internal static void CheckStatus(int status, string function, string subject = "") =>
        NativeException.CheckCode(status == 0 ? 0 : LsaNtStatusToWinError(status), function, subject);

    private delegate void RightsCall(byte* sid, UNICODE_STRING* name);
}
