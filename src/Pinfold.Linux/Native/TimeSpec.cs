using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>struct timespec of x86-64 (timespec(3type)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds, Nanoseconds;

    /// <summary>Nanoseconds since the clock's zero.</summary>
    internal readonly long Total => (Seconds * 1_000_000_000) + Nanoseconds;
}
