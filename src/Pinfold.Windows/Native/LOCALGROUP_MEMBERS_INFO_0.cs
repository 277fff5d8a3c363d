using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct LOCALGROUP_MEMBERS_INFO_0 (lmaccess.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LOCALGROUP_MEMBERS_INFO_0
{
    internal void* lgrmi0_sid;
}
