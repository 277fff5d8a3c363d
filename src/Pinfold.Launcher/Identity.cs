using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Elevated mode: root makes the mounts, but opens what the plan names with the caller's rights alone, and the command
/// becomes the account. File rights follow fsuid (setfsuid(2)): with one that is not 0 the kernel takes
/// CAP_DAC_OVERRIDE and its like away (capabilities(7)).
/// </summary>
internal unsafe struct Identity
{
    internal const int MaxGroups = 1024;
    private const int Fixed = 8;

    internal bool Present;
    internal uint CallerUid, CallerGid, AccountUid, AccountGid;

    /// <summary>By which access lists know this caller's commands; 0: none.</summary>
    private uint _commandGroup;

    /// <summary>
    /// Where the caller writes signals; a user namespace that maps the caller to the account, or why there is none: the
    /// step that needs one fails.
    /// </summary>
    internal nint Control, Map;

    private ulong* _groups;
    private int _groupCount;
    private bool _isInside;

    /// <summary>
    /// Takes the identity from the plan when its first operation is one, and goes on with the caller's file rights.
    /// </summary>
    internal static nint Load(Identity* identity, LaunchPlan plan)
    {
        if (!plan.Next() || plan.Op != LaunchOp.Identity) return 0;
        identity->Present = true;
        identity->CallerUid = (uint)plan.Number(0);
        identity->CallerGid = (uint)plan.Number(1);
        identity->AccountUid = (uint)plan.Number(2);
        identity->AccountGid = (uint)plan.Number(3);
        identity->Control = (nint)plan.Number(4);
        Sys.Call(Sys.Umask, (nint)plan.Number(5));
        identity->_commandGroup = (uint)plan.Number(6);
        LimitFiles(plan.Number(7));
        identity->_groups = (ulong*)plan.Text(Fixed);
        identity->_groupCount = (int)(plan.PayloadLength / 8) - Fixed;
        if (identity->AccountUid == 0 || identity->AccountGid == 0 || identity->AccountUid == identity->CallerUid)
            return -Sys.EPERM;
        // whoever started the broker has keys in the one that came with it
        nint result = Sys.Call(Sys.Keyctl, 1 /* KEYCTL_JOIN_SESSION_KEYRING */, 0);
        if (result < 0 && result != -Sys.ENOSYS) return result;
        identity->Map = OwnerMap.Make(identity->CallerUid, identity->CallerGid, identity->AccountUid,
            identity->AccountGid);
        return AsCaller(identity);
    }

    /// <summary>
    /// The broker has raised its own soft limit, and programs that use select(2) or close all that may be open rely on
    /// a low one.
    /// </summary>
    private static void LimitFiles(ulong most)
    {
        ulong* limits = stackalloc ulong[2];
        if (Sys.Call(Sys.Prlimit64, 0, 7 /* RLIMIT_NOFILE */, 0, (nint)limits) < 0 || limits[1] < most) return;
        limits[0] = most;
        Sys.Call(Sys.Prlimit64, 0, 7, (nint)limits, 0);
    }

    /// <summary>Files are opened and made with the caller's rights.</summary>
    internal static nint AsCaller(Identity* identity)
    {
        if (!identity->Present) return 0;
        nint result = Groups(identity);
        return result < 0 ? result : FilesAs(identity->CallerUid, identity->CallerGid);
    }

    /// <summary>
    /// What is opened on the host has been opened: from here on files are opened and made with the account's rights,
    /// and no mount of this namespace reaches the host's.
    /// </summary>
    internal static nint EnterFence(Identity* identity)
    {
        if (!identity->Present || identity->_isInside) return 0;
        identity->_isInside = true;
        nint result = Mounts.SetRootAttributes(0);
        if (result >= 0) result = CommandGroup(identity);
        return result < 0 ? result : FilesAs(identity->AccountUid, identity->AccountGid);
    }

    /// <summary>For the broker's own cgroups.</summary>
    internal static nint AsRoot(Identity* identity) => identity->Present ? FilesAs(0, 0) : 0;

    /// <summary>For good: this process is the account, and nothing else. Its parent's death still ends it.</summary>
    internal static nint BecomeAccount(Identity* identity)
    {
        nint result = CommandGroup(identity);
        if (result >= 0) result = Become(identity->AccountUid, identity->AccountGid);
        if (result >= 0) result = Sys.Call(Sys.Prctl, 4 /* PR_SET_DUMPABLE */, 0); // both are reset by a change of user
        if (result >= 0) result = Sys.Call(Sys.Prctl, 1 /* PR_SET_PDEATHSIG */, Sys.SIGKILL);
        return result;
    }

    /// <summary>For good: this process is the caller, with the caller's groups.</summary>
    internal static nint BecomeCaller(Identity* identity)
    {
        if (!identity->Present) return 0;
        nint result = Groups(identity);
        return result < 0 ? result : Become(identity->CallerUid, identity->CallerGid);
    }

    /// <summary>
    /// The command opens /dev/stdout and its like again by name, as the account: pipes of the caller's have no name
    /// that others could use, so everyone may; a terminal of its own becomes the account's.
    /// </summary>
    internal static nint ShareStreams(Identity* identity, LaunchPlan plan)
    {
        if (!identity->Present) return 0;
        bool ownTerminal = plan.Find(LaunchOp.Start) && plan.Number(1) != 0;
        for (nint fd = 0; fd < 3; fd++)
        {
            Stat stat;
            fixed (byte* empty = "\0"u8)
                if (Sys.Call(Sys.Newfstatat, fd, (nint)empty, (nint)(&stat), Sys.AT_EMPTY_PATH) < 0
                    || stat.Uid != identity->CallerUid)
                    continue;
            if (IsOn(fd, 0x50495045 /* PIPEFS_MAGIC: a FIFO with a name is not on it */))
                Sys.Call(Sys.Fchmod, fd, 0x1B6 /* 0666 */);
            else if (ownTerminal
                && IsOn(fd, 0x1CD1 /* DEVPTS_SUPER_MAGIC: gone with its session, as no other device is */))
            {
                nint result = AsRoot(identity);
                if (result >= 0) result = Sys.Call(Sys.Fchown, fd, (nint)identity->AccountUid, -1);
                if (result >= 0) result = AsCaller(identity);
                if (result < 0) return result;
            }
        }

        return 0;
    }

    private static bool IsOn(nint fd, ulong fileSystem)
    {
        ulong* statfs = stackalloc ulong[15];
        return Sys.Call(Sys.Fstatfs, fd, (nint)statfs) >= 0 && statfs[0] == fileSystem;
    }

    private static nint CommandGroup(Identity* identity)
    {
        uint group = identity->_commandGroup;
        return Sys.Call(Sys.Setgroups, group == 0 ? 0 : 1, (nint)(&group));
    }

    private static nint Groups(Identity* identity)
    {
        uint* groups = stackalloc uint[MaxGroups];
        for (int i = 0; i < identity->_groupCount; i++) groups[i] = (uint)identity->_groups[i];
        return Sys.Call(Sys.Setgroups, identity->_groupCount, (nint)groups);
    }

    /// <summary>setfsuid(2) tells no error: asked again, it tells what is.</summary>
    private static nint FilesAs(uint uid, uint gid)
    {
        Sys.Call(Sys.Setfsgid, (nint)gid);
        Sys.Call(Sys.Setfsuid, (nint)uid);
        return Sys.Call(Sys.Setfsgid, -1) == (nint)gid && Sys.Call(Sys.Setfsuid, -1) == (nint)uid ? 0 : -Sys.EPERM;
    }

    private static nint Become(uint uid, uint gid)
    {
        nint result = Sys.Call(Sys.Setresgid, (nint)gid, (nint)gid, (nint)gid);
        if (result >= 0) result = Sys.Call(Sys.Setresuid, (nint)uid, (nint)uid, (nint)uid);
        if (result < 0) return result;
        uint* ids = stackalloc uint[6];
        Sys.Call(Sys.Getresuid, (nint)ids, (nint)(ids + 1), (nint)(ids + 2));
        Sys.Call(Sys.Getresgid, (nint)(ids + 3), (nint)(ids + 4), (nint)(ids + 5));
        for (int i = 0; i < 6; i++) if (ids[i] != (i < 3 ? uid : gid)) return -Sys.EPERM;
        return 0;
    }
}
