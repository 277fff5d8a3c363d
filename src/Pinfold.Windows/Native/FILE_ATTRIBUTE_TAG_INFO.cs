using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct FILE_ATTRIBUTE_TAG_INFO (winbase.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct FILE_ATTRIBUTE_TAG_INFO
{
    internal uint FileAttributes;
    internal uint ReparseTag;
}
