using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Changing the view that the fence is made of: mounts and namespaces.</summary>
internal static class ForeignNamespaces
{
    private const int NewNs = 0x20000, NewCgroup = 0x2000000, NewUts = 0x4000000, NewIpc = 0x8000000,
        NewUser = 0x10000000, NewPid = 0x20000000, NewNet = 0x40000000;
    private static readonly System.Collections.Immutable.ImmutableArray<int> NoSuchCall =
        [.. Refusals.Usual, Errno.ENOSYS];

    internal static IEnumerable<AttackCode> Codes =>
    [
        Unshare("namespace-user", NewUser),
        Unshare("namespace-user-mount", NewUser | NewNs),
        Unshare("namespace-user-network", NewUser | NewNet),
        Unshare("namespace-user-pid", NewUser | NewPid),
        Unshare("namespace-user-everything", NewUser | NewNs | NewCgroup | NewUts | NewIpc | NewPid | NewNet),
        Unshare("namespace-mount-as-root", NewNs) with { Unfit = NeedsRoot },
        new("namespace-clone",
            Run: a => a.Try("clone", MachineCode.Clone(Sys.Clone, NewUser | 17 /* SIGCHLD */, 0)),
            Worked: Reported),
        new("namespace-clone3", Clone3, Reported) { Denials = NoSuchCall },
        new("namespace-setns", a => a.Reach("setns", Call(Sys.Setns, -1, 0), Errno.EBADF), Reported),
        new("namespace-setns-outside-process", a => a.Try("setns", new ChildScript()
            .Then(Sys.Openat, AT_FDCWD, Text($"/proc/{a["victim"]}/ns/mnt"), Flag.ReadOnly)
            .Then(Sys.Setns, new ChildScript.ResultOf(0), NewNs).Run()), Reported)
            { Prepare = s => _ = s.Victim, Unfit = NeedsRoot, Denials = Refusals.Hidden },
        new("namespace-setns-pidfd", a => a.Try("setns", new ChildScript().Then(Sys.PidfdOpen, a.Number("victim"), 0)
            .Then(Sys.Setns, new ChildScript.ResultOf(0), NewUts).Run()), Reported)
            { Prepare = s => _ = s.Victim, Unfit = NeedsRoot, Denials = Refusals.Hidden },
        new("mount-in-nested-namespace", CoverGit, Reported) { Prepare = s => Handoffs.Repository(s) },
        new("mount-tmpfs",
            a => a.Try("mount", Call(Sys.Mount, Text("none"), Text(a.Workspace), Text("tmpfs"))), Reported)
            { Unfit = NeedsRoot, Prepare = Unmount("home/ws") },
        new("mount-bind",
            a => a.Try("mount", Call(Sys.Mount, Text(a.Outside), Text(a.Workspace), 0, 0x1000 /* MS_BIND */)), Reported)
            { Unfit = NeedsRoot, Prepare = Unmount("home/ws") },
        new("mount-remount-writable", Remount, s => s.Text("outside/new") is not null)
            { Unfit = NeedsRoot, Prepare = ReadOnlyOutside },
        new("secret-after-umount", Uncover, s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal))
            { Prepare = Secrets.Place },
        new("mount-umount",
            Run: a => a.Reach("umount2", Call(Sys.Umount2, Text("/nonexistent"), 0), Errno.ENOENT),
            Worked: Reported),
        new("mount-open-tree", a => a.Try("open_tree", Call(Sys.OpenTree, AT_FDCWD, Text("/"), 0)), Reported),
        new("mount-open-tree-clone",
            a => a.Try("open_tree", Call(Sys.OpenTree, AT_FDCWD, Text("/"), 1 /* OPEN_TREE_CLONE */)), Reported)
            { Unfit = NeedsRoot },
        new("mount-fsopen", a => a.Try("fsopen", Call(Sys.Fsopen, Text("tmpfs"), 0)), Reported) { Unfit = NeedsRoot },
        new("mount-fspick",
            a => a.Reach("fspick", Call(Sys.Fspick, AT_FDCWD, Text("/nonexistent"), 0), Errno.ENOENT), Reported)
            { Unfit = NeedsRoot },
        new("mount-fsconfig",
            Run: a => a.Reach("fsconfig", Call(Sys.Fsconfig, -1, 0, 0, 0, 0), Errno.EBADF, Errno.EINVAL),
            Worked: Reported),
        new("mount-fsmount", a => a.Reach("fsmount", Call(Sys.Fsmount, -1, 0, 0), Errno.EBADF), Reported)
            { Unfit = NeedsRoot },
        new("mount-move-mount",
            a => a.Reach("move_mount", Call(Sys.MoveMount, -1, Text(""), -1, Text(""), 0x44), Errno.EBADF), Reported)
            { Unfit = NeedsRoot },
        new("mount-setattr",
            a => a.Reach("mount_setattr", Call(Sys.MountSetattr, -1, Text("x"), 0, Words(1, 0, 0, 0), 32), Errno.EBADF),
            Reported)
            { Unfit = NeedsRoot },
        new("mount-statmount",
            Run: a => a.Reach("statmount", Call(Sys.Statmount, Zeros(64), Zeros(512), 512, 0), Errno.EINVAL),
            Worked: Reported),
        new("mount-listmount",
            Run: a => a.Reach("listmount", Call(Sys.Listmount, Zeros(64), Zeros(512), 64, 0), Errno.EINVAL),
            Worked: Reported),
        new("mount-pivot-root",
            a => a.Reach("pivot_root", Call(Sys.PivotRoot, Text("/nonexistent"), Text("/nonexistent")), Errno.ENOENT),
            Reported)
            { Unfit = NeedsRoot },
        new("mount-chroot", a => a.Try("chroot", new ChildScript().Then(Sys.Chroot, Text(".")).Run()), Reported)
            { Unfit = NeedsRoot },
        new("mount-device-node", MakeDevice, s => s.Report.Succeeded) { Unfit = NeedsRoot },
        new("mount-foreign-device-node", a => ReadDevice(a, a.Outside + "/zero"), Reported)
            { Unfit = NeedsRoot,
                Prepare = s =>
                    Call(Sys.Mknodat, AT_FDCWD, Text(s.Outside + "/zero"), 0x21B6 /* S_IFCHR | 0666 */, 0x105) },
    ];

    internal static string? NeedsRoot(Scene scene) =>
        Native.Libc.GetUid() == 0 ? null : "an ordinary user cannot do it outside either";

    internal static bool Reported(Scene scene) => scene.Report.Succeeded;

    private static AttackCode Unshare(string name, int kinds) =>
        new(name, a => a.Try("unshare", new ChildScript().Then(Sys.Unshare, kinds).Run()), Reported);

    private static void Clone3(Attempt a)
    {
        var arguments = new nint[11]; // struct clone_args: flags, pidfd, child_tid, parent_tid, exit_signal, …
        arguments[0] = NewUser;
        arguments[4] = 17; // SIGCHLD
        a.Try("clone3", MachineCode.Clone(Sys.Clone3, Words(arguments), 88));
    }

    private static void CoverGit(Attempt a) => a.Try("unshare, mount", new ChildScript()
        .Then(Sys.Unshare, NewUser | NewNs)
        .Then(Sys.Mount, Text("none"), Text(a.Workspace + "/.git"), Text("tmpfs"), 0, 0)
        .Run());

    private static Action<Scene> Unmount(string relative) =>
        s => s.OnEnd(() => Call(Sys.Umount2, Text(Path.Combine(s.Folder, relative)), 2 /* MNT_DETACH */));

    private static void ReadOnlyOutside(Scene scene)
    {
        Call(Sys.Mount, Text(scene.Outside), Text(scene.Outside), 0, 0x1000 /* MS_BIND */);
        Call(Sys.Mount, 0, Text(scene.Outside), 0, 0x1021 /* MS_BIND | MS_REMOUNT | MS_RDONLY */);
        Unmount("outside")(scene);
    }

    private static void Remount(Attempt a)
    {
        a.Try("mount", Call(Sys.Mount, 0, Text(a.Outside), 0, 0x1020 /* MS_BIND | MS_REMOUNT */));
        OutsideWrites.Fill(a, a.Outside + "/new", Flag.WriteOnly | Flag.Create);
    }

    private static void Uncover(Attempt a)
    {
        Call(Sys.Umount2, Text(a.Home + "/.ssh"), 2);
        var fd = a.Try("openat", Open(a.Home + "/.ssh/id_ed25519", Flag.ReadOnly));
        if (fd >= 0) a.Got(Read(fd));
    }

    private static void MakeDevice(Attempt a)
    {
        if (a.Try("mknodat", Call(Sys.Mknodat, AT_FDCWD, Text("zero"), 0x21B6, 0x105)) >= 0) ReadDevice(a, "zero");
    }

    /// <summary>Character device 1:5; with a disk's number it would be the disk.</summary>
    private static void ReadDevice(Attempt a, string path)
    {
        var fd = a.Try("openat", Open(path, Flag.ReadOnly));
        if (fd >= 0) a.Try("read", Call(Sys.Read, fd, Zeros(16), 16));
    }
}
