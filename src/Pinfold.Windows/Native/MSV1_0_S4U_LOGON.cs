using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct MSV1_0_S4U_LOGON (ntsecapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MSV1_0_S4U_LOGON
{
    internal int MessageType;
    internal uint Flags;
    internal UNICODE_STRING UserPrincipalName, DomainName;
}
