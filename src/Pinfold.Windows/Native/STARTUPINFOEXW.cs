using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct STARTUPINFOEXW (winbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct STARTUPINFOEXW
{
    internal STARTUPINFOW StartupInfo;
    internal void* lpAttributeList;
}
