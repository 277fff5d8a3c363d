using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct JOBOBJECT_BASIC_UI_RESTRICTIONS (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JOBOBJECT_BASIC_UI_RESTRICTIONS
{
    internal uint UIRestrictionsClass;
}
