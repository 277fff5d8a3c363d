using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SECURITY_ATTRIBUTES (minwinbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SECURITY_ATTRIBUTES
{
    internal uint nLength;
    internal void* lpSecurityDescriptor;
    internal int bInheritHandle;
}
