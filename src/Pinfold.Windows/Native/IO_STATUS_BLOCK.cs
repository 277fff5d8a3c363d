using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct IO_STATUS_BLOCK (winternl.h). Status shares its place with a pointer.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IO_STATUS_BLOCK
{
    internal nint Pointer;
    internal nuint Information;
}
