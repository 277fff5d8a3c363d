using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct TOKEN_MANDATORY_LABEL (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TOKEN_MANDATORY_LABEL
{
    internal SID_AND_ATTRIBUTES Label;
}
