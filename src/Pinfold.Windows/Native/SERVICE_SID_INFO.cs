using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SERVICE_SID_INFO (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SERVICE_SID_INFO
{
    internal uint dwServiceSidType;
}
