using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct OVERLAPPED (minwinbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OVERLAPPED
{
    internal nuint Internal;
    internal nuint InternalHigh;
    internal uint Offset;
    internal uint OffsetHigh;
    internal nint hEvent;
}
