using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SERVICE_STATUS (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SERVICE_STATUS
{
    internal uint dwServiceType, dwCurrentState, dwControlsAccepted,
        dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint;
}
