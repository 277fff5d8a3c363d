using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct UNICODE_STRING (winternl.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct UNICODE_STRING
{
    internal ushort Length;
    internal ushort MaximumLength;
    internal char* Buffer;
}
