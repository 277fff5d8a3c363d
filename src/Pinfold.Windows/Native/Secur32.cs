using System.Runtime.InteropServices;
using System.Text;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>secur32.dll: logging on with groups of the caller's choice (ntsecapi.h). Needs SeTcbPrivilege.</summary>
internal static unsafe partial class Secur32
{
    internal const int MsV1_0InteractiveLogon = 2, Batch = 4;

    private static string Package => "MICROSOFT_AUTHENTICATION_PACKAGE_V1_0"; // MSV1_0_PACKAGE_NAME

    private static string Caller => "Pinfold";

    [LibraryImport("secur32.dll")]
    private static partial int LsaRegisterLogonProcess(LSA_STRING* name, nint* lsa, uint* mode);

    [LibraryImport("secur32.dll")]
    private static partial int LsaDeregisterLogonProcess(nint lsa);

    [LibraryImport("secur32.dll")]
    private static partial int LsaLookupAuthenticationPackage(nint lsa, LSA_STRING* name, uint* package);

    [LibraryImport("secur32.dll")]
    private static partial int LsaLogonUser(
        nint lsa, LSA_STRING* origin, int type, uint package, void* information,
        uint size, void* groups, TOKEN_SOURCE* source, void** profile,
        uint* profileSize, LUID* logon, nint* token, QUOTA_LIMITS* quotas, int* substatus);

    [LibraryImport("secur32.dll")]
    private static partial int LsaFreeReturnBuffer(void* buffer);

    /// <summary>A batch logon of a local account: a primary token (LsaLogonUser), with further groups.</summary>
    /// <param name="account">The account's name on this computer.</param>
    /// <param name="password">Its password.</param>
    /// <param name="groups">Each with SE_GROUP_… attributes. A logon SID is among them only when the caller puts one
    /// there.</param>
    internal static TokenHandle LogOn(string account, string password, ReadOnlySpan<(Sid Sid, uint Attributes)> groups)
    {
        var memory = new List<nint>();
        nint lsa = 0;
        void* profile = null;
        (nint request, uint size) = (0, 0);
        try
        {
            var caller = AnsiText(Caller, memory);
            uint mode, package, profileSize;
            Recorder.Call($"LsaRegisterLogonProcess({Caller})");
            Check(LsaRegisterLogonProcess(&caller, &lsa, &mode), nameof(LsaRegisterLogonProcess), "");
            var name = AnsiText(Package, memory);
            Recorder.Call($"LsaLookupAuthenticationPackage({Package})");
            Check(LsaLookupAuthenticationPackage(lsa, &name, &package),
                nameof(LsaLookupAuthenticationPackage), Package);
            (request, size) = Request(account, password, memory);
            var source = new TOKEN_SOURCE { SourceIdentifier = Advapi32.NewLuid() };
            Encoding.ASCII.GetBytes(Caller, new Span<byte>(&source.SourceName, sizeof(ulong)));
            LUID logon;
            nint made = 0;
            QUOTA_LIMITS quotas;
            int substatus = 0;
            Recorder.Call($"LsaLogonUser({account}, batch, MsV1_0InteractiveLogon, groups {Texts(groups)})");
            var status = LsaLogonUser(
                lsa, &caller, Batch, package, (void*)request, size, Groups(groups, memory),
                &source, &profile, &profileSize, &logon, &made, &quotas, &substatus);
            Check(status == 0 ? 0 : substatus != 0 ? substatus : status, nameof(LsaLogonUser), account);
            var token = new TokenHandle();
            Marshal.InitHandle(token, made);
            if (token.IsInvalid)
                throw new IOException(
                    $"LsaLogonUser on {account} reports success and gives no token: this system does not have it");
            Recorder.Made(token);
            return token;
        }
        finally
        {
            NativeMemory.Clear((void*)request, size); // the password
            if (profile is not null) _ = LsaFreeReturnBuffer(profile);
            if (lsa != 0) _ = LsaDeregisterLogonProcess(lsa);
            foreach (var block in memory) NativeMemory.Free((void*)block);
        }
    }

    /// <summary>MSV1_0_INTERACTIVE_LOGON with its texts behind it: LSA copies one block.</summary>
    internal static (nint Request, uint Size) Request(string account, string password, List<nint> memory)
    {
        const string Here = ".";
        var size = sizeof(MSV1_0_INTERACTIVE_LOGON) + (sizeof(char) * (Here.Length + account.Length + password.Length));
        var request = (MSV1_0_INTERACTIVE_LOGON*)Zeros(size, memory);
        var at = (char*)(request + 1);
        request->MessageType = MsV1_0InteractiveLogon;
        request->LogonDomainName = Put(Here, ref at);
        request->UserName = Put(account, ref at);
        request->Password = Put(password, ref at);
        return ((nint)request, (uint)size);
    }

    private static UNICODE_STRING Put(string text, ref char* at)
    {
        var bytes = (ushort)(sizeof(char) * text.Length);
        var put = new UNICODE_STRING { Length = bytes, MaximumLength = bytes, Buffer = at };
        text.CopyTo(new Span<char>(at, text.Length));
        at += text.Length;
        return put;
    }

    /// <summary>struct TOKEN_GROUPS (winnt.h): a number, and an array that is aligned as its pointers are.</summary>
    internal static void* Groups(ReadOnlySpan<(Sid Sid, uint Attributes)> groups, List<nint> memory)
    {
        var block = (byte*)Zeros(sizeof(nint) + (groups.Length * sizeof(SID_AND_ATTRIBUTES)), memory);
        *(uint*)block = (uint)groups.Length;
        var entries = (SID_AND_ATTRIBUTES*)(block + sizeof(nint));
        for (var i = 0; i < groups.Length; i++)
        {
            var bytes = groups[i].Sid.ToBytes();
            var sid = Zeros(bytes.Length, memory);
            bytes.CopyTo(new Span<byte>(sid, bytes.Length));
            entries[i] = new() { Sid = sid, Attributes = groups[i].Attributes };
        }

        return block;
    }

    private static LSA_STRING AnsiText(string text, List<nint> memory)
    {
        var buffer = (byte*)Zeros(text.Length + 1, memory);
        Encoding.ASCII.GetBytes(text, new Span<byte>(buffer, text.Length));
        return new() { Length = (ushort)text.Length, MaximumLength = (ushort)(text.Length + 1), Buffer = buffer };
    }

    private static void* Zeros(int size, List<nint> memory)
    {
        var block = NativeMemory.AllocZeroed((nuint)size);
        memory.Add((nint)block);
        return block;
    }

    private static string Texts(ReadOnlySpan<(Sid Sid, uint Attributes)> groups)
    {
        var text = new StringBuilder();
        foreach (var (sid, attributes) in groups)
            text.Append(text.Length == 0 ? "" : " ")
                .Append(System.Globalization.CultureInfo.InvariantCulture, $"{sid}:{attributes:x}");
        return text.ToString();
    }

    private static void Check(int status, string function, string subject) =>
        Advapi32.CheckStatus(status, function, subject);
}
