using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// The clocks that an audit compares: the kernel stamps changes of files with the coarse one (clock_gettime(2)).
/// </summary>
internal static unsafe class Clock
{
    /// <summary>What a change made now would be stamped with, or a tick less; nanoseconds since the epoch.</summary>
    internal static long FileTime => Read(Libc.CLOCK_REALTIME_COARSE);

    /// <summary>Nanoseconds since the machine started; no one can set it.</summary>
    internal static long SinceBoot => Read(Libc.CLOCK_BOOTTIME);

    private static long Read(int clock)
    {
        TimeSpec time;
        LinuxException.Check(Libc.ClockGetTime(clock, &time), "clock_gettime");
        return time.Total;
    }
}
