using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct winsize (ioctl_tty(2)): character cells, then pixels.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct WindowSize
{
    internal ushort Rows, Columns, Width, Height;
}
