using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct TOKEN_PRIVILEGES (winnt.h), with one of them.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TOKEN_PRIVILEGES
{
    internal uint PrivilegeCount;
    internal LUID_AND_ATTRIBUTES Privileges;
}
