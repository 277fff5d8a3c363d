using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>
/// struct termios of x86-64 glibc (termios(3)), 60 bytes: flags, line discipline, 32 control characters, speeds.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 60)]
internal struct TermiosBuffer
{
    internal uint Input, Output, Control, Local;
}
