using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct LOCALGROUP_INFO_1 (lmaccess.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LOCALGROUP_INFO_1
{
    internal char* lgrpi1_name, lgrpi1_comment;
}
