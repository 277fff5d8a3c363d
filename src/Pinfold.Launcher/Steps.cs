using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>Runs the steps between the fork point and the command, in the first process inside.</summary>
internal static unsafe class Steps
{
    private const ulong Fixed = MountAttr.ReadOnly | MountAttr.NoSuid;

    internal static void ApplyInner(Session* s)
    {
        LaunchPlan* plan = &s->Plan;
        while (plan->Next() && plan->Op != LaunchOp.Start)
        {
            if (plan->Op == LaunchOp.Seccomp) s->SuperviseConnect = plan->Number(0) != 0;
            else Check(plan, Apply(s, plan));
        }
    }

    private static void Check(LaunchPlan* plan, nint result)
    {
        if (result < 0) Report.Fail(plan->Step, result);
    }

    private static nint Apply(Session* s, LaunchPlan* plan)
    {
        LaunchOp op = plan->Op;
        if (op == LaunchOp.GrabWritable) return Grab(s, plan->Text(0));
        if (op == LaunchOp.ReadOnlyRoot) return ReadOnlyRoot();
        if (op == LaunchOp.PrivateProc) return PrivateProc(plan->Number(0) != 0);
        if (op == LaunchOp.PrivateDevices) return Devices.Mount(s);
        if (op == LaunchOp.PrivateFolder) return PrivateFolder(plan);
        if (op == LaunchOp.PlaceWritable) return Place(s, plan);
        if (op == LaunchOp.Pin) return Mounts.BindOnItself(plan->Text(0), MountAttr.NoSuid | MountAttr.NoDev);
        if (op == LaunchOp.ReadOnly) return Mounts.BindOnItself(plan->Text(0), Fixed | MountAttr.NoDev);
        if (op == LaunchOp.Hide) return Hide(s, plan);
        if (op == LaunchOp.LoopbackUp) return LoopbackUp();
        if (op == LaunchOp.ForwardPort) return KeepPort(s, plan);
        if (op == LaunchOp.Limit) return Limit((int)plan->Number(0), plan->Number(1));
        if (op == LaunchOp.DropCapabilities) return DropCapabilities();
        if (op == LaunchOp.NoNewPrivileges) return Sys.Call(Sys.Prctl, 38, 1);
        if (op == LaunchOp.LandlockBegin) return LandlockBegin(s, plan);
        if (op == LaunchOp.LandlockAllow) return LandlockAllow(s, plan);
        if (op == LaunchOp.LandlockEnforce) return Sys.Call(Sys.LandlockRestrictSelf, s->Ruleset, 0);
        return -Sys.EINVAL;
    }

    private static nint Grab(Session* s, byte* path)
    {
        if (s->GrabbedCount == Session.MaxWritable) return -7; // E2BIG
        nint fd = Mounts.Open(path);
        if (fd < 0) return fd;
        nint tree = Mounts.Clone(fd);
        Sys.CloseFd(fd);
        if (tree >= 0) s->Grabbed[s->GrabbedCount++] = (int)tree;
        return tree;
    }

    private static nint ReadOnlyRoot()
    {
        fixed (byte* root = "/\0"u8)
        {
            nint fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)root, Sys.O_PATH | Sys.O_CLOEXEC);
            nint result = Mounts.SetAttributes(fd, Fixed);
            Sys.CloseFd(fd);
            return result;
        }
    }

    private static nint PrivateFolder(LaunchPlan* plan)
    {
        ulong attributes = MountAttr.NoSuid | MountAttr.NoDev | (plan->Number(2) != 0 ? MountAttr.ReadOnly : 0);
        Mounts.MakeFolders(plan->Text(3));
        return Mounts.AttachAt(Mounts.Tmpfs(plan->Number(0), plan->Number(1), attributes), plan->Text(3));
    }

    private static nint Place(Session* s, LaunchPlan* plan)
    {
        if (plan->Number(0) >= (ulong)s->GrabbedCount) return -Sys.EINVAL;
        nint tree = s->Grabbed[(int)plan->Number(0)];
        Mounts.MakeFolders(plan->Text(1));
        nint result = Mounts.SetAttributes(tree, MountAttr.NoSuid | MountAttr.NoDev);
        if (result < 0) return result;
        return Mounts.AttachAt(tree, plan->Text(1));
    }

    private static nint PrivateProc(bool lockControls)
    {
        nint result;
        fixed (byte* type = "proc\0"u8) fixed (byte* target = "/proc\0"u8)
            result = Mounts.AttachAt(Mounts.FileSystem(type, null, null, MountAttr.NoSuid | MountAttr.NoDev | MountAttr.NoExec), target);
        if (result < 0 || !lockControls) return result;

        // The kernel's root may write here without a capability (sysctl permissions go by the global uid).
        fixed (byte* sys = "/proc/sys\0"u8) result = Mounts.BindOnItself(sys, MountAttr.ReadOnly);
        if (result < 0) return result;
        fixed (byte* bus = "/proc/bus\0"u8) Mounts.BindOnItself(bus, MountAttr.ReadOnly);
        fixed (byte* irq = "/proc/irq\0"u8) Mounts.BindOnItself(irq, MountAttr.ReadOnly);
        fixed (byte* fs = "/proc/fs\0"u8) Mounts.BindOnItself(fs, MountAttr.ReadOnly);
        fixed (byte* trigger = "/proc/sysrq-trigger\0"u8) result = Mounts.BindOnItself(trigger, MountAttr.ReadOnly);
        return result == -Sys.ENOENT ? 0 : result;
    }

    /// <summary>A secret that is gone, or lies under a private folder, needs no cover.</summary>
    private static nint Hide(Session* s, LaunchPlan* plan)
    {
        nint cover = plan->Number(0) != 0 ? s->NoFolder : s->NoFile;
        nint result = Mounts.Cover(plan->Text(1), cover, Fixed | MountAttr.NoDev | MountAttr.NoExec);
        return result == -Sys.ENOENT ? 0 : result;
    }

    private static nint LoopbackUp()
    {
        nint socket = Sys.Call(Sys.Socket, 2 /* AF_INET */, 2 | Sys.O_CLOEXEC /* SOCK_DGRAM */, 0);
        if (socket < 0) return socket;
        byte* request = stackalloc byte[40]; // struct ifreq (netdevice(7))
        for (int i = 0; i < 40; i++) request[i] = 0;
        request[0] = (byte)'l';
        request[1] = (byte)'o';
        request[16] = 1 | 0x40; // IFF_UP | IFF_RUNNING
        nint result = Sys.Call(Sys.Ioctl, socket, 0x8914 /* SIOCSIFFLAGS */, (nint)request);
        Sys.CloseFd(socket);
        return result;
    }

    private static nint KeepPort(Session* s, LaunchPlan* plan)
    {
        if (s->PortCount == Session.MaxPorts) return -7;
        s->Port[s->PortCount] = (int)plan->Number(0);
        s->Listener[s->PortCount++] = (int)plan->Number(1);
        return 0;
    }

    private static nint Limit(int resource, ulong value)
    {
        ulong* limits = stackalloc ulong[2];
        limits[0] = value;
        limits[1] = value;
        return Sys.Call(Sys.Prlimit64, 0, resource, (nint)limits, 0);
    }

    private static nint DropCapabilities()
    {
        for (int capability = 0; capability < 64; capability++)
            if (Sys.Call(Sys.Prctl, 24 /* PR_CAPBSET_DROP */, capability) == -Sys.EINVAL) break;
        Sys.Call(Sys.Prctl, 47 /* PR_CAP_AMBIENT */, 4 /* CLEAR_ALL */);
        Sys.Call(Sys.Prctl, 28 /* PR_SET_SECUREBITS */, 0x2F /* NOROOT, NO_SETUID_FIXUP, their locks, KEEP_CAPS_LOCKED */);
        ulong header = 0x20080522; // _LINUX_CAPABILITY_VERSION_3, this process
        ulong* sets = stackalloc ulong[3];
        sets[0] = sets[1] = sets[2] = 0;
        return Sys.Call(Sys.Capset, (nint)(&header), (nint)sets);
    }

    private static nint LandlockBegin(Session* s, LaunchPlan* plan)
    {
        LandlockRulesetAttr attr;
        attr.HandledAccessFs = plan->Number(0);
        attr.HandledAccessNet = plan->Number(1);
        attr.Scoped = plan->Number(2);

        // An older kernel refuses a larger structure whose tail it does not know, unless the tail is zero (E2BIG).
        return s->Ruleset = Sys.Call(Sys.LandlockCreateRuleset, (nint)(&attr), sizeof(LandlockRulesetAttr), 0);
    }

    private static nint LandlockAllow(Session* s, LaunchPlan* plan)
    {
        nint fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)plan->Text(1), Sys.O_PATH | Sys.O_CLOEXEC);
        if (fd == -Sys.ENOENT) return 0; // allowing nothing is safe
        if (fd < 0) return fd;
        LandlockPathBeneathAttr rule;
        rule.AllowedAccess = plan->Number(0);
        rule.ParentFd = (int)fd;
        nint result = Sys.Call(Sys.LandlockAddRule, s->Ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, (nint)(&rule), 0);
        Sys.CloseFd(fd);
        return result;
    }
}
