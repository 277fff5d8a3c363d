using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SERVICE_REQUIRED_PRIVILEGES_INFOW (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SERVICE_REQUIRED_PRIVILEGES_INFOW
{
    internal char* pmszRequiredPrivileges;
}
