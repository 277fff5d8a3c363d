using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct TOKEN_DEFAULT_DACL (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TOKEN_DEFAULT_DACL
{
    internal void* DefaultDacl;
}
