using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct USER_INFO_1003 (lmaccess.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct USER_INFO_1003
{
    internal char* usri1003_password;
}
