using System.Collections.Immutable;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.Links;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Reaching Unix sockets outside the roots.</summary>
internal static class UnixSockets
{
    private static readonly ImmutableArray<int> Unreachable =
        [.. Refusals.Unreachable, Errno.EROFS, Errno.EXDEV, Errno.ENOTDIR];

    internal static IEnumerable<AttackCode> Codes =>
    [
        Path("unix-stream", Server.Stream, a => To(a, a["socket"])),
        Path("unix-seqpacket", Server.Packets, a => To(a, a["socket"], Server.Packets)),
        Path("unix-datagram", Server.Datagram, a => Send(a, Server.Datagram)),
        Path("unix-datagram-connected", Server.Datagram, ConnectThenSend),
        Path("unix-datagram-as-raw",
            Server.Datagram,
            a => Send(a, 3 /* SOCK_RAW, which AF_UNIX takes for SOCK_DGRAM */)),
        Path("unix-datagram-from-pair", Server.Datagram, SendFromPair),
        Path("unix-datagram-from-raw-pair", Server.Datagram, a => SendFromPair(a, 3)),
        Path("unix-relative", Server.Stream, Relative),
        Path("unix-by-symlink", Server.Stream, BySymlink),
        Path("unix-by-folder-link", Server.Stream, ByFolderLink),
        Path("unix-by-path-descriptor", Server.Stream, ByPathDescriptor),
        Path("unix-by-folder-descriptor", Server.Stream, ByFolderDescriptor),
        Path("unix-by-proc-root", Server.Stream, a => To(a, "/proc/self/root" + a["socket"])),
        Path("unix-by-thread-folder", Server.Stream, ByThreadFolder),
        Path("unix-hard-link", Server.Stream, HardLinked),
        Path("unix-rename-in", Server.Stream, RenamedIn),
        Path("unix-race-symlink", Server.Stream, RaceLink),
        Path("unix-race-address", Server.Stream, RaceAddress),
        Path("unix-race-descriptor", Server.Stream, RaceDescriptor),
        new("unix-abstract-stream", a => Networks.Connect(a, Address.Unix, 0, Address.Abstract(a["name"])),
            s => s.AnyServerReached)
            { Prepare = Abstract(Server.Stream), Denials = Unreachable },
        new("unix-abstract-seqpacket",
            a => Networks.Connect(a, Address.Unix, 0, Address.Abstract(a["name"]), Server.Packets),
            s => s.AnyServerReached)
            { Prepare = Abstract(Server.Packets), Denials = Unreachable },
        new("unix-abstract-datagram", SendAbstract, s => s.AnyServerReached)
            { Prepare = Abstract(Server.Datagram), Denials = Unreachable },
        Online(new("unix-abstract-online",
            Run: a => Networks.Connect(a, Address.Unix, 0, Address.Abstract(a["name"])),
            Worked: s => s.AnyServerReached)
        {
            Prepare = Abstract(Server.Stream), Denials = Unreachable,
        }),
        Online(Path("unix-stream-online", Server.Stream, a => To(a, a["socket"]))),
    ];

    internal static void To(Attempt a, string path, int type = Server.Stream) =>
        Networks.Connect(a, Address.Unix, 0, a.Socket(path), type);

    private static AttackCode Path(string name, int type, Action<Attempt> run) =>
        new(name, run, s => s.AnyServerReached)
            { Prepare = s => s.ServeAt(s.Outside + "/service", type), Denials = Unreachable };

    private static AttackCode Online(AttackCode code) =>
        code with { Policy = (_, p) => p with { Network = Core.Policy.NetworkMode.Online } };

    private static Action<Scene> Abstract(int type) => s =>
    {
        var name = "pinfold-verify-" + s.Id;
        s.Tell("name", name);
        s.Serve(Address.Unix, type, Address.Abstract(name));
    };

    private static void Send(Attempt a, int type)
    {
        var socket = Call(Sys.Socket, Address.Unix, type, 0);
        if (socket < 0) a.Try("socket", socket);
        else a.Try("sendto", SendOn(socket, a.Socket(a["socket"])));
    }

    private static nint SendOn(nint socket, Address address) =>
        Call(Sys.Sendto, socket, Text("secret"), 6, 0, address.Pointer, address.Length);

    private static void SendFromPair(Attempt a) => SendFromPair(a, Server.Datagram);

    /// <summary>A socket of a pair may still name another receiver in sendto(2).</summary>
    private static unsafe void SendFromPair(Attempt a, int type)
    {
        var pair = stackalloc int[2];
        var made = Call(Sys.Socketpair, Address.Unix, type, 0, (nint)pair);
        if (made < 0) a.Try("socketpair", made);
        else a.Try("sendto", SendOn(pair[0], a.Socket(a["socket"])));
    }

    private static void ConnectThenSend(Attempt a)
    {
        var socket = Call(Sys.Socket, Address.Unix, Server.Datagram, 0);
        var address = a.Socket(a["socket"]);
        if (socket < 0) a.Try("socket", socket);
        else if (a.Try("connect", Call(Sys.Connect, socket, address.Pointer, address.Length)) >= 0)
            a.Try("write", Write(socket, "secret"));
    }

    private static void SendAbstract(Attempt a)
    {
        var socket = Call(Sys.Socket, Address.Unix, Server.Datagram, 0);
        if (socket < 0) a.Try("socket", socket);
        else a.Try("sendto", SendOn(socket, Address.Abstract(a["name"])));
    }

    private static void Relative(Attempt a) => To(a, "../../outside/service");

    private static void BySymlink(Attempt a)
    {
        a.Need("symlinkat", Symlink(a["socket"], "link"));
        To(a, "link");
    }

    private static void ByFolderLink(Attempt a)
    {
        a.Need("symlinkat", Symlink(a.Outside, "folder"));
        To(a, a.Workspace + "/folder/service");
    }

    private static void ByPathDescriptor(Attempt a) =>
        To(a, $"/proc/self/fd/{a.Need("openat", Open(a["socket"], Flag.Path))}");

    /// <summary>A path that means one thing to the attacker and another to who resolves it for him.</summary>
    private static void ByFolderDescriptor(Attempt a) =>
        To(a, $"/proc/self/fd/{a.Need("openat", Open(a.Outside, Flag.Path))}/service");

    private static void ByThreadFolder(Attempt a)
    {
        a.Need("chdir", Call(Sys.Chdir, Text(a.Outside)));
        To(a, "service");
    }

    private static void HardLinked(Attempt a)
    {
        var made = Call(Sys.Linkat, AT_FDCWD, Text(a["socket"]), AT_FDCWD, Text("linked"), 0);
        if (made < 0) a.Try("linkat", made);
        else To(a, "linked");
    }

    private static void RenamedIn(Attempt a)
    {
        var moved = OutsideWrites.Rename(a["socket"], "moved");
        if (moved < 0) a.Try("renameat2", moved);
        else To(a, "moved");
    }

    /// <summary>A name that leads to an own socket and, by turns, outside.</summary>
    private static void RaceLink(Attempt a)
    {
        Own("own");
        a.Need("symlinkat", Symlink("own", "first"));
        a.Need("symlinkat", Symlink(a["socket"], "second"));
        Race(a, () => Exchange("first", "second"), Address.Path("first"));
    }

    /// <summary>The address in memory changes between the check and the connection.</summary>
    private static unsafe void RaceAddress(Attempt a)
    {
        Own("own");
        var outside = a.Socket(a["socket"]);
        var shared = new Address(Zeros(outside.Length), outside.Length);
        var own = new byte[outside.Length];
        new ReadOnlySpan<byte>((void*)Address.Path("own").Pointer, Address.Path("own").Length).CopyTo(own);
        var turn = 0;
        Race(a, () =>
        {
            var source = ++turn % 2 == 0 ? own : new ReadOnlySpan<byte>((void*)outside.Pointer, outside.Length);
            source.CopyTo(new Span<byte>((void*)shared.Pointer, outside.Length));
            return 0;
        }, shared);
    }

    /// <summary>The descriptor is replaced by another socket between the check and the connection.</summary>
    private static void RaceDescriptor(Attempt a)
    {
        var address = a.Socket(a["socket"]);
        var internet = a.Gate("socket", Call(Sys.Socket, Address.Inet, Server.Stream, 0));
        const int Slot = 200;
        Race(a, () =>
        {
            var unix = Call(Sys.Socket, Address.Unix, Server.Stream, 0);
            Call(Sys.Dup2, internet, Slot);
            Call(Sys.Dup2, unix, Slot);
            return Close(unix);
        }, address, Slot);
    }

    private static void Own(string path)
    {
        var socket = Call(Sys.Socket, Address.Unix, Server.Stream, 0);
        var address = Address.Path(path);
        Call(Sys.Bind, socket, address.Pointer, address.Length);
        Call(Sys.Listen, socket, 4096);
    }

    private static void Race(Attempt a, Func<nint> swap, Address address, int slot = -1)
    {
        using var start = new Barrier(2);
        var done = false;
        var swapper = new Thread(() =>
        {
            start.SignalAndWait();
            while (!Volatile.Read(ref done)) swap();
        });
        swapper.Start();
        start.SignalAndWait();
        for (var i = 0; i < 60; i++)
        {
            var socket = slot >= 0 ? slot : Call(Sys.Socket, Address.Unix, Server.Stream | Flag.NonBlocking, 0);
            Call(Sys.Connect, socket, address.Pointer, address.Length);
            if (slot < 0) Close(socket);
        }

        Volatile.Write(ref done, true);
        swapper.Join();
        To(a, a["socket"]);
    }
}
