using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct SC_ACTION (winsvc.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SC_ACTION
{
    internal int Type;
    internal uint Delay;
}
