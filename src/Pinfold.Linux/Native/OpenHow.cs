using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct open_how (openat2(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    internal ulong Flags, Mode, Resolve;
}
