using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SID_AND_ATTRIBUTES (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SID_AND_ATTRIBUTES
{
    internal void* Sid;
    internal uint Attributes;
}
