using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>userenv.dll: profiles (userenv.h, profinfo.h). The system counts who has loaded one.</summary>
internal static unsafe partial class Userenv
{
    internal const uint PI_NOUI = 1;

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int LoadUserProfileW(TokenHandle token, PROFILEINFOW* profile);

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int UnloadUserProfile(TokenHandle token, nint profile);

    /// <summary>Loads an account's profile, and makes it the first time. What it gives is for <see cref="Unload"/>.</summary>
    internal static nint Load(TokenHandle token, string account)
    {
        Recorder.Call($"LoadUserProfileW({token}, {account})");
        fixed (char* name = account)
        {
            var profile = new PROFILEINFOW { dwSize = (uint)sizeof(PROFILEINFOW), dwFlags = PI_NOUI, lpUserName = name };
            NativeException.Check(LoadUserProfileW(token, &profile), nameof(LoadUserProfileW), account);
            return profile.hProfile;
        }
    }

    /// <summary>Takes back one <see cref="Load"/>. One that fails leaves the profile loaded until the system ends: nobody can do more about it.</summary>
    internal static void Unload(TokenHandle token, nint profile)
    {
        Recorder.Call($"UnloadUserProfile({token})");
        _ = UnloadUserProfile(token, profile);
    }
}
