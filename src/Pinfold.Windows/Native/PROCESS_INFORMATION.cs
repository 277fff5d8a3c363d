using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct PROCESS_INFORMATION (processthreadsapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PROCESS_INFORMATION
{
    internal nint hProcess;
    internal nint hThread;
    internal uint dwProcessId;
    internal uint dwThreadId;
}
