using System.Runtime.InteropServices;

namespace Pinfold.Windows.Native;

/// <summary>struct QUOTA_LIMITS (winnt.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct QUOTA_LIMITS
{
    internal nuint PagedPoolLimit, NonPagedPoolLimit, MinimumWorkingSetSize, MaximumWorkingSetSize, PagefileLimit;
    internal long TimeLimit;
}
