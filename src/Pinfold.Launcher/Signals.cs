using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>Signals arrive through a descriptor (signalfd(2)); no handler ever runs.</summary>
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
