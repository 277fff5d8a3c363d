using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Signals arrive through a descriptor (signalfd(2)); no handler runs, but for the alarm that ends a wait.
/// </summary>
internal static unsafe class Signals
{
    internal static nint BlockAll()
    {
        ulong all = ~0UL;
        return Sys.Call(Sys.RtSigprocmask, 2 /* SIG_SETMASK */, (nint)(&all), 0, 8);
    }

    /// <summary>
    /// A caller may have SIGCHLD ignored: then nobody is told, and nothing can be waited for (sigaction(2)).
    /// </summary>
    internal static nint HearOfChildren()
    {
        nint* action = stackalloc nint[4];
        action[0] = action[1] = action[2] = action[3] = 0;
        return Sys.Call(Sys.RtSigaction, Sys.SIGCHLD, (nint)action, 0, 8);
    }

    internal static nint Open()
    {
        ulong all = ~0UL;
        return Sys.Call(Sys.Signalfd4, -1, (nint)(&all), 8, Sys.O_CLOEXEC | Sys.O_NONBLOCK);
    }

    /// <summary>
    /// Lets SIGALRM end what waits from now on, once a millisecond: one that comes before the wait begins is not the
    /// last.
    /// </summary>
    /// <returns>Negative: it cannot be, and nothing may wait.</returns>
    internal static nint BeginAlarms()
    {
        nint result = SetTimer(1000);
        return result < 0 ? result : Mask(1 /* SIG_UNBLOCK */);
    }

    internal static void EndAlarms()
    {
        Mask(0 /* SIG_BLOCK */);
        SetTimer(0);
    }

    private static nint SetTimer(long microseconds)
    {
        long* time = stackalloc long[4]; // struct itimerval: the interval, and until the first
        time[0] = time[2] = 0;
        time[1] = time[3] = microseconds;
        return Sys.Call(Sys.Setitimer, 0 /* ITIMER_REAL */, (nint)time, 0);
    }

    private static nint Mask(nint how)
    {
        ulong alarm = 1UL << (Sys.SIGALRM - 1);
        return Sys.Call(Sys.RtSigprocmask, how, (nint)(&alarm), 0, 8);
    }

    internal static bool Read(nint fd, SignalInfo* info) =>
        Sys.Call(Sys.Read, fd, (nint)info, sizeof(SignalInfo)) == sizeof(SignalInfo);

    /// <summary>The command starts with every signal at its default and none blocked.</summary>
    internal static nint Reset()
    {
        nint* action = stackalloc nint[4];
        action[0] = action[1] = action[2] = action[3] = 0;
        for (int signal = 1; signal <= 64; signal++)
            if (signal != Sys.SIGKILL && signal != Sys.SIGSTOP) Sys.Call(Sys.RtSigaction, signal, (nint)action, 0, 8);
        ulong none = 0;
        return Sys.Call(Sys.RtSigprocmask, 2, (nint)(&none), 0, 8);
    }
}
