using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct LUID_AND_ATTRIBUTES (winnt.h, packed to 4 bytes).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct LUID_AND_ATTRIBUTES
{
    internal LUID Luid;
    internal uint Attributes;
}
