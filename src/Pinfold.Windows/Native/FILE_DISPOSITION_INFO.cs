using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_DISPOSITION_INFO (winbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILE_DISPOSITION_INFO
{
    internal byte DeleteFile;
}
