using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct MSV1_0_INTERACTIVE_LOGON (ntsecapi.h): for interactive, batch and service logons.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MSV1_0_INTERACTIVE_LOGON
{
    internal int MessageType;
    internal UNICODE_STRING LogonDomainName, UserName, Password;
}
