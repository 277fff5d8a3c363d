using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;

namespace Pinfold.Windows.Native;

/// <summary>userenv.dll: profiles (userenv.h, profinfo.h). The system counts who has loaded one.</summary>
internal static unsafe partial class Userenv
{
    internal const uint PI_NOUI = 1;

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int LoadUserProfileW(TokenHandle token, PROFILEINFOW* profile);

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int UnloadUserProfile(TokenHandle token, nint profile);

    [LibraryImport("userenv.dll", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    private static partial int DeleteProfileW(string sid, string? folder, string? computer);

    /// <summary>
    /// Removes an account's profile, its folder included; false when it has none. Asks for an administrator's rights,
    /// and that nobody has it loaded.
    /// </summary>
    internal static bool Delete(Sid account)
    {
        Recorder.Call($"DeleteProfileW({account})");
        if (DeleteProfileW(account.ToString(), null, null) != 0) return true;
        if (Marshal.GetLastPInvokeError() == Kernel32.ERROR_FILE_NOT_FOUND) return false;
        NativeException.Check(0, nameof(DeleteProfileW), account.ToString());
        return false;
    }

    /// <summary>
    /// Loads an account's profile, and makes it the first time. What it gives is for <see cref="Unload"/>.
    /// </summary>
    internal static nint Load(TokenHandle token, string account)
    {
        Recorder.Call($"LoadUserProfileW({token}, {account})");
        fixed (char* name = account)
        {
            var profile = new PROFILEINFOW
                { dwSize = (uint)sizeof(PROFILEINFOW), dwFlags = PI_NOUI, lpUserName = name };
            NativeException.Check(LoadUserProfileW(token, &profile), nameof(LoadUserProfileW), account);
            return profile.hProfile;
        }
    }

    /// <summary>
    /// Takes back one <see cref="Load"/>. One that fails leaves the profile loaded until the system ends: nobody can do
    /// more about it.
    /// </summary>
    internal static void Unload(TokenHandle token, nint profile)
    {
        Recorder.Call($"UnloadUserProfile({token})");
        _ = UnloadUserProfile(token, profile);
    }
}
