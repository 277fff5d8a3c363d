using System.Net.Security;
using System.Runtime.InteropServices;
using System.Security.Authentication;
using Microsoft.Win32;

namespace Pinfold.Windows.Tests.Accounts;

/// <summary>
/// What works in a process only when the profile of its account is loaded: its own hive, DPAPI, credentials of
/// Schannel. Runs while this module is being initialised, so that no other thread may enter it: streams are the class
/// library's.
/// </summary>
internal static unsafe partial class LoadedProfile
{
    private const uint NoPrompt = 1; // CRYPTPROTECT_UI_FORBIDDEN (dpapi.h)

    /// <summary>0 when all of it works; says each on standard output.</summary>
    internal static int Check()
    {
        var failed = 0;
        foreach (var (name, works) in ((string, Func<string?>)[])[("hive", Hive),
            ("dpapi", Dpapi), ("schannel", Schannel)])
        {
            string? fault;
            try
            {
                fault = works();
            }
#pragma warning disable CA1031 // each is told, and the next one tried
            catch (Exception e)
#pragma warning restore CA1031
            {
                fault = $"{e.GetType().Name}: {e.Message}";
            }

            if (fault is not null) failed++;
            Console.Out.WriteLine($"{name}: {fault ?? "works"}");
        }

        return failed;
    }

    /// <summary>HKEY_CURRENT_USER would be .DEFAULT, and the account's own hive not there.</summary>
    private static string? Hive()
    {
        var sid = Windows.Tokens.TokenFacts.Own().User.ToString();
        using var own = Registry.Users.OpenSubKey(sid);
        return own is null ? $"HKEY_USERS\\{sid} is not loaded" : null;
    }

    private static string? Dpapi()
    {
        var secret = Guid.NewGuid();
        CRYPT_INTEGER_BLOB kept = default, back = default,
            given = new() { cbData = (uint)sizeof(Guid), pbData = (byte*)&secret };
        if (CryptProtectData(&given, null, null, null, null, NoPrompt, &kept) == 0)
            return $"CryptProtectData: {Marshal.GetLastPInvokeErrorMessage()}";
        if (new ReadOnlySpan<byte>(kept.pbData, (int)kept.cbData).IndexOf(secret.ToByteArray()) >= 0)
            return "what is kept is not encrypted";
        if (CryptUnprotectData(&kept, null, null, null, null, NoPrompt, &back) == 0)
            return $"CryptUnprotectData: {Marshal.GetLastPInvokeErrorMessage()}";
        var isSame = back.cbData == sizeof(Guid) && *(Guid*)back.pbData == secret;
        Marshal.FreeHGlobal((nint)kept.pbData); // LocalFree
        Marshal.FreeHGlobal((nint)back.pbData);
        return isSame ? null : "what comes back is something else";
    }

    /// <summary>A client's first record, for which credentials are acquired; nobody answers it.</summary>
    private static string? Schannel()
    {
        using var wire = new MemoryStream();
        using var client = new SslStream(wire, leaveInnerStreamOpen: true);
        try
        {
            client.AuthenticateAsClient("example.org");
            return "there was an answer";
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            var said = wire.ToArray();
            return said is [0x16, 3, _, _, _, 1, ..] ? null : $"no ClientHello, but {said.Length} bytes: {e.Message}";
        }
    }

    [LibraryImport("crypt32.dll", SetLastError = true)]
    private static partial int CryptProtectData(CRYPT_INTEGER_BLOB* given, char* description,
        CRYPT_INTEGER_BLOB* entropy, void* reserved, void* prompt, uint flags, CRYPT_INTEGER_BLOB* kept);

    [LibraryImport("crypt32.dll", SetLastError = true)]
    private static partial int CryptUnprotectData(CRYPT_INTEGER_BLOB* kept, char** description,
        CRYPT_INTEGER_BLOB* entropy, void* reserved, void* prompt, uint flags, CRYPT_INTEGER_BLOB* back);

    /// <summary>struct CRYPT_INTEGER_BLOB (wincrypt.h).</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct CRYPT_INTEGER_BLOB
    {
        internal uint cbData;
        internal byte* pbData;
    }
}
