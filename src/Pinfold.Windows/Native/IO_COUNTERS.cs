using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct IO_COUNTERS (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct IO_COUNTERS
{
    internal ulong ReadOperationCount;
    internal ulong WriteOperationCount;
    internal ulong OtherOperationCount;
    internal ulong ReadTransferCount;
    internal ulong WriteTransferCount;
    internal ulong OtherTransferCount;
}
