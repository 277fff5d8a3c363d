using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Leading a writable path to the outside: links, renames, races.</summary>
internal static class Links
{
    private const int Rounds = 300;

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("link-symlink-to-file", a => Through(a, a.Outside + "/file"), Changed),
        new("link-symlink-to-folder", ThroughFolder, s => s.Text("outside/new") is not null),
        new("link-symlink-dangling",
            Run: a => Through(a, a.Outside + "/created"),
            Worked: s => s.Text("outside/created") is not null),
        new("link-hard", HardLink, Changed),
        new("link-hard-by-descriptor", HardLinkOfDescriptor, Changed),
        new("link-rename-out", a => a.Try("renameat2", Rename(a.Workspace + "/file", a.Outside + "/planted")),
            s => s.Text("outside/planted") is not null),
        new("link-rename-in",
            Run: a => a.Try("renameat2", Rename(a.Outside + "/file", a.Workspace + "/taken")),
            Worked: s => s.Text("outside/file") is null),
        new("link-rename-exchange", a => a.Try("renameat2", Exchange(a.Workspace + "/file", a.Outside + "/file")),
            s => s.Text("outside/file") != Scene.Untouched),
        new("link-workspace-away",
            Run: a => a.Try("renameat2", Rename(a.Workspace, a.Home + "/elsewhere")),
            Worked: s => !Directory.Exists(s.Workspace)),
        new("link-home-away",
            Run: a => a.Try("renameat2", Rename(a.Home, a.Home + "-elsewhere")),
            Worked: s => !Directory.Exists(s.Home)),
        new("link-dotdot", a => Fill(a, "../../outside/file", Flag.WriteOnly | Flag.Append), Changed),
        new("link-dotdot-through-symlink", DotDotThroughLink, Changed),
        new("link-dotdot-after-move", DotDotAfterMove, Changed),
        new("link-race-symlink-swap", SwapRace, Changed),
        new("link-race-exchange", ExchangeRace, Changed),
        new("link-socket-outside", BindOutside, s => File.Exists(s.Outside + "/socket")),
        new("link-copy-by-reflink", Reflink, Changed),
    ];

    internal static nint Exchange(string one, string other) =>
        Call(Sys.Renameat2, AT_FDCWD, Text(one), AT_FDCWD, Text(other), 2 /* RENAME_EXCHANGE */);

    internal static nint Symlink(string target, string path) => Call(Sys.Symlinkat, Text(target), AT_FDCWD, Text(path));

    private static bool Changed(Scene scene) => !scene.OutsideIsUntouched;

    private static void Through(Attempt a, string target)
    {
        a.Need("symlinkat", Symlink(target, a.Workspace + "/link"));
        Fill(a, a.Workspace + "/link", Flag.WriteOnly | Flag.Create | Flag.Append);
    }

    private static void ThroughFolder(Attempt a)
    {
        a.Need("symlinkat", Symlink(a.Outside, a.Workspace + "/link"));
        Fill(a, a.Workspace + "/link/new", Flag.WriteOnly | Flag.Create);
    }

    private static void HardLink(Attempt a)
    {
        var made = a.Try("linkat",
            Call(Sys.Linkat, AT_FDCWD, Text(a.Outside + "/file"), AT_FDCWD, Text(a.Workspace + "/hard"), 0));
        if (made >= 0) Fill(a, a.Workspace + "/hard", Flag.WriteOnly | Flag.Append);
    }

    private static void HardLinkOfDescriptor(Attempt a)
    {
        var fd = a.Need("openat", Open(a.Outside + "/file", Flag.Path));
        var made = a.Try("linkat",
            Call(Sys.Linkat, AT_FDCWD, Text($"/proc/self/fd/{fd}"), AT_FDCWD, Text(a.Workspace + "/hard"),
                0x400 /* AT_SYMLINK_FOLLOW */));
        if (made >= 0) Fill(a, a.Workspace + "/hard", Flag.WriteOnly | Flag.Append);
    }

    private static void DotDotThroughLink(Attempt a)
    {
        a.Need("symlinkat", Symlink(a.Home, a.Workspace + "/up"));
        Fill(a, a.Workspace + "/up/../outside/file", Flag.WriteOnly | Flag.Append);
    }

    /// <summary>A folder that is open while its parent moves up: ".." must not lead past the mount.</summary>
    private static void DotDotAfterMove(Attempt a)
    {
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("deep"), 0x1ED));
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("deep/er"), 0x1ED));
        var fd = a.Need("openat", Open("deep/er", Flag.ReadOnly | Flag.Directory));
        a.Need("renameat2", Rename("deep/er", "er"));
        var file = a.Try("openat", Call(Sys.Openat, fd, Text("../../../outside/file"), Flag.WriteOnly | Flag.Append));
        if (file >= 0) a.Try("write", Write(file, "written by an attack\n"));
    }

    /// <summary>A folder and a link to the outside take turns at one name while a file below it is created.</summary>
    private static void SwapRace(Attempt a)
    {
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("folder"), 0x1ED));
        a.Need("symlinkat", Symlink(a.Outside, "trap"));
        a.Need("openat", Open("folder/file", Flag.WriteOnly | Flag.Create));
        Race(a, () => Exchange("folder", "trap"), () => Open("folder/file", Flag.WriteOnly | Flag.Append));
    }

    private static void ExchangeRace(Attempt a)
    {
        a.Need("openat", Open("plain", Flag.WriteOnly | Flag.Create));
        a.Need("symlinkat", Symlink(a.Outside + "/file", "trap"));
        Race(a, () => Exchange("plain", "trap"), () => Open("/proc/self/cwd/plain", Flag.WriteOnly | Flag.Append));
    }

    private static void Race(Attempt a, Func<nint> swap, Func<nint> open)
    {
        using var start = new Barrier(2);
        var swapper = new Thread(() =>
        {
            start.SignalAndWait();
            for (var i = 0; i < Rounds; i++) swap();
        });
        swapper.Start();
        start.SignalAndWait();
        nint refused = 0;
        for (var i = 0; i < Rounds; i++)
        {
            var fd = open();
            if (fd >= 0) Write(fd, "written by an attack\n"); // inside the workspace that is right; the effect tells
            else if (refused == 0) refused = fd;
            if (fd >= 0) Close(fd);
        }

        swapper.Join();
        swap(); // both states are met, however the race went
        var last = open();
        if (last >= 0) Write(last, "written by an attack\n");
        a.Try("openat", refused != 0 ? refused : last);
        if (last < 0) a.Try("openat", last);
    }

    private static void BindOutside(Attempt a)
    {
        var socket = a.Gate("socket", Call(Sys.Socket, Address.Unix, Server.Stream, 0));
        var address = a.Socket(a.Outside + "/socket");
        a.Try("bind", Call(Sys.Bind, socket, address.Pointer, address.Length));
    }

    /// <summary>
    /// copy_file_range(2) and a shared mapping need a writable descriptor first; each way to get one is tried.
    /// </summary>
    private static void Reflink(Attempt a)
    {
        var from = a.Need("openat", Open(a.Workspace + "/file", Flag.ReadOnly));
        foreach (var flags in (int[])[Flag.ReadWrite, Flag.WriteOnly, Flag.ReadWrite | Flag.NonBlocking])
        {
            var to = a.Try("openat", Open(a.Outside + "/file", flags));
            if (to >= 0) a.Try("copy_file_range", Call(Sys.CopyFileRange, from, 0, to, 0, 10));
        }
    }
}
