using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct statfs of x86-64 glibc (statfs(2)), 120 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 120)]
internal struct StatFsBuffer
{
    internal long Type;
}
