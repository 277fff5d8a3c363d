using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>userenv.dll: profiles (userenv.h, profinfo.h).</summary>
internal static unsafe partial class Userenv
{
    internal const uint PI_NOUI = 1;

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int LoadUserProfileW(TokenHandle token, PROFILEINFOW* profile);

    [LibraryImport("userenv.dll", SetLastError = true)]
    private static partial int UnloadUserProfile(TokenHandle token, nint profile);
}
