using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>Runs the steps between the fork point and the command, in the first process inside.</summary>
internal static unsafe class Steps
{
    private const ulong Fixed = MountAttr.ReadOnly | MountAttr.NoSuid | MountAttr.NoDev;

    internal static void ApplyInner(Session* s)
    {
        LaunchPlan* plan = &s->Plan;
        while (plan->Next() && plan->Op != LaunchOp.Start)
        {
            if (plan->Op == LaunchOp.Seccomp)
            {
                s->SuperviseConnect = (plan->Number(0) & 1) != 0;
                s->RefuseAbstract = (plan->Number(0) & 2) != 0;
                continue;
            }

            nint result = plan->Op == LaunchOp.Grab ? 0 : Identity.EnterFence(&s->Identity);
            if (result >= 0 && plan->Op > LaunchOp.Hide && s->NoFolder > 0) result = Devices.ForgetCovers(s);
            if (result >= 0) result = Apply(s, plan);
            if (result < 0) Report.Fail(plan->Step, result);
        }
    }

    private static nint Apply(Session* s, LaunchPlan* plan)
    {
        LaunchOp op = plan->Op;
        if (op == LaunchOp.Grab) return Grab(s, plan->Text(1), plan->Number(0) != 0);
        if (op == LaunchOp.ReadOnlyRoot) return Mounts.SetRootAttributes(Fixed);
        if (op == LaunchOp.PrivateProc) return PrivateProc(plan->Number(0) != 0);
        if (op == LaunchOp.PrivateDevices) return Devices.Mount(s);
        if (op == LaunchOp.PrivateFolder) return PrivateFolder(plan);
        if (op == LaunchOp.Place) return Place(s, plan);
        if (op == LaunchOp.Pin) return Mounts.BindOnItself(plan->Text(0), MountAttr.NoSuid | MountAttr.NoDev);
        if (op == LaunchOp.ReadOnly) return Mounts.BindOnItself(plan->Text(0), Fixed);
        if (op == LaunchOp.Hide) return Hide(s, plan);
        if (op == LaunchOp.LoopbackUp) return LoopbackUp();
        if (op == LaunchOp.LocalEverywhere) return Egress.MakeEverythingLocal();
        if (op == LaunchOp.Listen) return Egress.Listen(s, plan);
        if (op == LaunchOp.HandSockets) return Egress.Hand(s, (nint)plan->Number(0));
        if (op == LaunchOp.ForwardPort) return KeepPort(s, plan);
        if (op == LaunchOp.Limit) return Limit((int)plan->Number(0), plan->Number(1));
        if (op == LaunchOp.DropCapabilities) return DropCapabilities(s);
        if (op == LaunchOp.NoNewPrivileges) return Sys.Call(Sys.Prctl, 38, 1);
        if (op == LaunchOp.LandlockBegin) return LandlockBegin(s, plan);
        if (op == LaunchOp.LandlockAllow) return LandlockAllow(s, plan);
        if (op == LaunchOp.LandlockEnforce)
        {
            Streams.AllowToOpenAgain(s->Ruleset, s->HandledFs);
            return Sys.Call(Sys.LandlockRestrictSelf, s->Ruleset, 0);
        }


        return -Sys.EINVAL;
    }

    private static nint Grab(Session* s, byte* path, bool mapped)
    {
        if (s->GrabbedCount == Session.MaxWritable) return -Sys.E2BIG;
        mapped &= s->Identity.Present;
        if (mapped && s->Identity.Map < 0) return s->Identity.Map;
        nint fd = Mounts.Open(path);
        if (fd < 0) return fd;
        nint tree = mapped ? Mounts.CloneMapped(fd, s->Identity.Map) : Mounts.Clone(fd);
        Sys.CloseFd(fd);
        if (tree >= 0) s->Grabbed[s->GrabbedCount++] = (int)tree;
        return tree;
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
        Mounts.MakeTarget(plan->Text(2), tree);
        nint result = Mounts.SetAttributes(tree, plan->Number(1) != 0 ? Fixed : MountAttr.NoSuid | MountAttr.NoDev);
        if (result < 0) return result;
        return Mounts.AttachAt(tree, plan->Text(2));
    }

    /// <summary>
    /// Read-only for the kernel's root, who may write there without a capability (sysctl permissions go by the global
    /// uid).
    /// </summary>
    private static nint PrivateProc(bool readOnly)
    {
        ulong attributes = MountAttr.NoSuid | MountAttr.NoDev | MountAttr.NoExec | (readOnly ? MountAttr.ReadOnly : 0);
        fixed (byte* type = "proc\0"u8) fixed (byte* target = "/proc\0"u8)
            return Mounts.AttachAt(Mounts.FileSystem(type, null, null, attributes), target);
    }

    /// <summary>A secret that is gone, or lies under a private folder, needs no cover.</summary>
    private static nint Hide(Session* s, LaunchPlan* plan)
    {
        nint target = Mounts.Open(plan->Text(1));
        if (target < 0) return target == -Sys.ENOENT ? 0 : target;
        nint result = Mounts.Cover(target, plan->Number(0) != 0 ? s->NoFolder : s->NoFile, Fixed | MountAttr.NoExec);
        Sys.CloseFd(target);
        return result;
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
        if (s->PortCount == Session.MaxPorts) return -Sys.E2BIG;
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

    private static nint DropCapabilities(Session* s)
    {
        nint result = 0;
        for (int capability = 0; result >= 0; capability++)
            result = Sys.Call(Sys.Prctl, 24 /* PR_CAPBSET_DROP */, capability);

        // Without a user namespace there is nothing to drop (EPERM); EINVAL is past the last capability.
        if (result != -Sys.EINVAL && result != -Sys.EPERM) return result;
        result = Sys.Call(Sys.Prctl, 47 /* PR_CAP_AMBIENT */, 4 /* CLEAR_ALL */);
        if (result < 0) return result;
        result = Sys.Call(Sys.Prctl, 28 /* PR_SET_SECUREBITS */,
            0x2F /* NOROOT, NO_SETUID_FIXUP, their locks, KEEP_CAPS_LOCKED */);
        if (result < 0 && result != -Sys.EPERM) return result;
        if (s->Identity.Present) result = Identity.BecomeAccount(&s->Identity);
        else if (result == -Sys.EPERM) result = 0;
        if (result < 0) return result;
        ulong header = 0x20080522; // _LINUX_CAPABILITY_VERSION_3, this process
        ulong* sets = stackalloc ulong[3];
        sets[0] = sets[1] = sets[2] = 0;
        return Sys.Call(Sys.Capset, (nint)(&header), (nint)sets);
    }

    private static nint LandlockBegin(Session* s, LaunchPlan* plan)
    {
        LandlockRulesetAttr attr;
        attr.HandledAccessFs = s->HandledFs = plan->Number(0);
        attr.HandledAccessNet = plan->Number(1);
        attr.Scoped = plan->Number(2);

        // An older kernel refuses a larger structure whose tail it does not know, unless the tail is zero (E2BIG).
        return s->Ruleset = Sys.Call(Sys.LandlockCreateRuleset, (nint)(&attr), sizeof(LandlockRulesetAttr), 0);
    }

    private static nint LandlockAllow(Session* s, LaunchPlan* plan)
    {
        OpenHow how;
        how.Flags = (ulong)(Sys.O_PATH | Sys.O_CLOEXEC);
        how.Mode = 0;
        how.Resolve = OpenHow.NoSymlinks;
        nint fd = Sys.Call(Sys.Openat2, Sys.AT_FDCWD, (nint)plan->Text(1), (nint)(&how), sizeof(OpenHow));
        if (fd == -Sys.ENOENT || fd == -Sys.ELOOP) return 0; // allowing nothing is safe
        if (fd < 0) return fd;
        LandlockPathBeneathAttr rule;
        rule.AllowedAccess = plan->Number(0);
        rule.ParentFd = (int)fd;
        nint result = Sys.Call(Sys.LandlockAddRule, s->Ruleset, 1 /* LANDLOCK_RULE_PATH_BENEATH */, (nint)(&rule), 0);
        Sys.CloseFd(fd);
        return result;
    }
}
