using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SERVICE_FAILURE_ACTIONSW (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SERVICE_FAILURE_ACTIONSW
{
    internal uint dwResetPeriod;
    internal char* lpRebootMsg, lpCommand;
    internal uint cActions;
    internal SC_ACTION* lpsaActions;
}
