using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct MIB_TCPROW_OWNER_PID (iprtrmib.h); in a table it follows a DWORD without padding.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MIB_TCPROW_OWNER_PID
{
    internal uint dwState;
    internal uint dwLocalAddr;
    internal uint dwLocalPort;
    internal uint dwRemoteAddr;
    internal uint dwRemotePort;
    internal uint dwOwningPid;
}
