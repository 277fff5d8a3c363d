using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct JOBOBJECT_EXTENDED_LIMIT_INFORMATION (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct JOBOBJECT_EXTENDED_LIMIT_INFORMATION
{
    internal JOBOBJECT_BASIC_LIMIT_INFORMATION BasicLimitInformation;
    internal IO_COUNTERS IoInfo;
    internal nuint ProcessMemoryLimit;
    internal nuint JobMemoryLimit;
    internal nuint PeakProcessMemoryUsed;
    internal nuint PeakJobMemoryUsed;
}
