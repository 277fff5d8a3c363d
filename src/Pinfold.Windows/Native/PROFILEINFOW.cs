using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct PROFILEINFOW (profinfo.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct PROFILEINFOW
{
    internal uint dwSize, dwFlags;
    internal char* lpUserName, lpProfilePath, lpDefaultPath, lpServerName, lpPolicyPath;
    internal nint hProfile;
}
