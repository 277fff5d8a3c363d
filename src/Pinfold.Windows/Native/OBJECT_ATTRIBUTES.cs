using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct OBJECT_ATTRIBUTES (winternl.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct OBJECT_ATTRIBUTES
{
    internal uint Length;
    internal nint RootDirectory;
    internal UNICODE_STRING* ObjectName;
    internal uint Attributes;
    internal void* SecurityDescriptor;
    internal void* SecurityQualityOfService;
}
