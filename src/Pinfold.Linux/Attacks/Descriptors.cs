using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Using what the parent left open.</summary>
internal static class Descriptors
{
    private const int FirstSlot = 70; // above what programs are usually given

    internal static IEnumerable<AttackCode> Codes =>
    [
        Inheriting("descriptor-folder", s => Open(s.Outside, Flag.ReadOnly | Flag.Directory), a => Create(a, Slot(a)),
            s => s.Text("outside/new") is not null),
        Inheriting("descriptor-folder-path",
            s => Open(s.Outside, Flag.Path),
            a => Create(a, Slot(a)),
            s => s.Text("outside/new") is not null),
        Inheriting("descriptor-file", s => Open(s.Outside + "/file", Flag.WriteOnly | Flag.Append),
            a => a.Try("write", Write(Slot(a), "written")), s => !s.OutsideIsUntouched),
        Inheriting("descriptor-secret",
            s => Open(s.Put("home/.ssh/id_ed25519", Scene.Secret), Flag.ReadOnly),
            ReadSlot,
            Secrets.Leaked),
        Inheriting("descriptor-memory-file",
            s => Memory(s),
            a => a.Try("write", Write(Slot(a), "written")),
            s => s.MemoryChanged()),
        Inheriting("descriptor-socket",
            Socket,
            a => a.Try("write", Write(Slot(a), "command")),
            s => s.AnyServerReached),
        Inheriting("descriptor-pidfd", s => Call(Sys.PidfdOpen, s.Victim.Id, 0),
            a => a.Try("pidfd_send_signal", Call(Sys.PidfdSendSignal, Slot(a), 15, 0, 0)), s => !s.Victim.IsUnharmed),
        Inheriting("descriptor-namespace", _ => Open("/proc/self/ns/net", Flag.ReadOnly),
            a => a.Try("setns", Call(Sys.Setns, Slot(a), 0)), s => s.Report.Succeeded)
            with { Unfit = ForeignNamespaces.NeedsRoot },
        Inheriting("descriptor-device", _ => Open("/dev/ptmx", Flag.ReadWrite | 0x100),
            a => a.Try("ioctl", Call(Sys.Ioctl, Slot(a), unchecked((nint)0x80045430), Zeros(8))),
            s => s.Report.Succeeded),
        new("descriptor-folder-as-input", a => Create(a, 0), s => s.Text("outside/new") is not null)
            { Prepare = FolderInput, Expect = LaunchExpectation.NeverStarts },
        new("descriptor-folder-as-input-chmod", a => a.Try("fchmodat", Call(Sys.Fchmodat, 0, Text("file"), 0x1FF)),
            s => File.GetUnixFileMode(s.Outside + "/file").HasFlag(UnixFileMode.OtherWrite))
            { Prepare = FolderInput, Expect = LaunchExpectation.NeverStarts },
        new("descriptor-internet-socket-as-input", Reconnect, s => s.AnyServerReached)
            { Prepare = SocketInput, Expect = LaunchExpectation.NeverStarts },
    ];

    private static AttackCode Inheriting(string name, Func<Scene, nint> open, Action<Attempt> run,
        Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => Leak(s, open(s)), Denials = Refusals.Hidden };

    /// <summary>Puts a descriptor where every child gets it: at a free number, without FD_CLOEXEC.</summary>
    private static void Leak(Scene scene, nint fd)
    {
        var slot = fd < 0 ? fd : Call(Sys.Fcntl, fd, 0 /* F_DUPFD */, FirstSlot);
        if (slot < 0) throw new IOException("a descriptor to inherit: " + LinuxException.Symbol((int)-slot));
        Close(fd);
        scene.Tell("slot", slot);
        scene.OnEnd(() => Close(slot));
    }

    internal static void LeakFolder(Scene scene) => Leak(scene, Open(scene.Outside, Flag.ReadOnly | Flag.Directory));

    private static int Slot(Attempt a) => a.Number("slot");

    private static void Create(Attempt a, int folder)
    {
        var fd = a.Try("openat", Call(Sys.Openat, folder, Text("new"), Flag.WriteOnly | Flag.Create, 0x1A4));
        if (fd >= 0) a.Try("write", Write(fd, "written"));
    }

    private static void ReadSlot(Attempt a)
    {
        var text = Read(Slot(a));
        a.Try("read", text is null ? -Errno.EBADF : text.Length);
        a.Got(text);
    }

    private static nint Memory(Scene scene)
    {
        var fd = Call(Sys.MemfdCreate, Text("pinfold-shared"), 1);
        scene.Memory = scene.Own(new Descriptor((int)Call(Sys.Fcntl, fd, 1030 /* F_DUPFD_CLOEXEC */, 100))).Number;
        return fd;
    }

    private static nint Socket(Scene scene)
    {
        scene.ServeAt(scene.Outside + "/service", Server.Datagram);
        var socket = Call(Sys.Socket, Address.Unix, Server.Datagram, 0);
        var address = Address.Path(scene.Outside + "/service");
        var connected = Call(Sys.Connect, socket, address.Pointer, address.Length);
        return connected < 0 ? connected : socket;
    }

    private static void FolderInput(Scene scene) =>
        scene.Input = scene.Own(new Descriptor((int)Open(scene.Outside, Flag.ReadOnly | Flag.Directory))).Number;

    /// <summary>A socket of the host's network, as inetd(8) and shells hand them on.</summary>
    private static void SocketInput(Scene scene)
    {
        Networks.Listen4(Server.Stream)(scene);
        scene.Input =
            scene.Own(new Descriptor((int)Call(Sys.Socket, Address.Inet, Server.Stream | Flag.CloseOnExec, 0))).Number;
    }

    private static void Reconnect(Attempt a)
    {
        var address = Address.Inet4(a.Number("port"));
        a.Try("connect", Call(Sys.Connect, 0, address.Pointer, address.Length));
    }
}
