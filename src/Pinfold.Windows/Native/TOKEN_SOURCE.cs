using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct TOKEN_SOURCE (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TOKEN_SOURCE
{
    internal ulong SourceName;
    internal LUID SourceIdentifier;
}
