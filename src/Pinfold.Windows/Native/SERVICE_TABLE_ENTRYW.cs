using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SERVICE_TABLE_ENTRYW (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SERVICE_TABLE_ENTRYW
{
    internal char* lpServiceName;
    internal delegate* unmanaged<uint, char**, void> lpServiceProc;
}
