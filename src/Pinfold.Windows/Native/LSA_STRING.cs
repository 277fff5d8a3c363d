using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct LSA_STRING (ntsecapi.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LSA_STRING
{
    internal ushort Length, MaximumLength;
    internal byte* Buffer;
}
