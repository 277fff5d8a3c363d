using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct QUERY_SERVICE_CONFIGW (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QUERY_SERVICE_CONFIGW
{
    internal uint dwServiceType, dwStartType, dwErrorControl;
    internal char* lpBinaryPathName, lpLoadOrderGroup;
    internal uint dwTagId;
    internal char* lpDependencies, lpServiceStartName, lpDisplayName;
}
