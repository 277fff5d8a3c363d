using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_STANDARD_INFO (winbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILE_STANDARD_INFO
{
    internal long AllocationSize;
    internal long EndOfFile;
    internal uint NumberOfLinks;
    internal byte DeletePending;
    internal byte Directory;
}
