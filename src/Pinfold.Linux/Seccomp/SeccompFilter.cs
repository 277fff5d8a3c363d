using Pinfold.Core.Planning;
using static Pinfold.Linux.Native.Errno;

namespace Pinfold.Linux.Seccomp;

/// <summary>
/// The system call filter: everything is allowed but what is named, and what this version does not know (ENOSYS). A
/// search tree, because the kernel walks the filter once for each system call number when it is loaded, to find those
/// that need no filter at all.
/// </summary>
internal static class SeccompFilter
{
    private const uint AuditArchX86_64 = 0xC000003E, FirstUnknown = 470; // the x32 interface (bit 30) is above it
    private const uint SysOpen = 2, SysIoctl = 16, SysSocket = 41,
        SysConnect = 42, SysSocketpair = 53, SysClone = 56, SysPersonality = 135,
        SysKill = 62, SysFcntl = 72, SysCreat = 85, SysChmod = 90, SysFchmod = 91, SysMknod = 133, SysSetpriority = 141,
            SysSetrlimit = 160, SysIoprioSet = 251, SysOpenat = 257, SysMknodat = 259, SysFchmodat = 268,
            SysUnshare = 272, SysPrlimit64 = 302, SysSeccomp = 317, SysClone3 = 435, SysOpenat2 = 437,
            SysFchmodat2 = 452;
    private const uint NamespaceFlags = 0x7E020080; // CLONE_NEW*: NS, CGROUP, UTS, IPC, USER, PID, NET, TIME
    private const uint RlimitCore = 4;
    private const uint AfUnix = 1, AfInet = 2, AfInet6 = 10, AfNetlink = 16;

    internal static byte[] Compile(SyscallRules rules)
    {
        var special = new SortedDictionary<uint, Action<BpfProgram>>
        {
            // its flags are in memory, where no filter can look; libc falls back to clone(2)
            [SysClone3] = b => b.Return(BpfProgram.Errno(ENOSYS)),
            // bit 7 is part of clone's exit signal
            [SysClone] = b => RefuseBits(b, argument: 0, NamespaceFlags & ~0x80u),
            [SysUnshare] = b => RefuseBits(b, argument: 0, NamespaceFlags),
            [SysOpen] = b => NoSetUidFile(b, flags: 1),
            [SysCreat] = b => NoSetUid(b, mode: 1),
            [SysOpenat] = b => NoSetUidFile(b, flags: 2),
            // its mode is in memory; programs fall back to openat(2)
            [SysOpenat2] = b => b.Return(BpfProgram.Errno(ENOSYS)),
            [SysMknod] = b => NoSetUid(b, mode: 1),
            [SysMknodat] = b => NoSetUid(b, mode: 2),
            [SysChmod] = b => NoSetUid(b, mode: 1),
            [SysFchmod] = b => NoSetUid(b, mode: 1),
            [SysFchmodat] = b => NoSetUid(b, mode: 2),
            [SysFchmodat2] = b => NoSetUid(b, mode: 2),
            [SysSocket] = b => Socket(b, rules),
            [SysSocketpair] = SocketPair,
            [SysIoctl] = TerminalInjection,
            [SysPersonality] = Personality,
            [SysFcntl] = Lease,
            [SysSetpriority] = b => NoGroup(b, which: 1), // PRIO_PGRP
            [SysIoprioSet] = b => NoGroup(b, which: 2), // IOPRIO_WHO_PGRP
            [SysSetrlimit] = b => KeepCoreLimit(b, resource: 0),
            [SysPrlimit64] = b => KeepCoreLimit(b, resource: 1),
            [SysSeccomp] = NestedListener,
        };
        if (rules.HasFlag(SyscallRules.SuperviseConnect)) special[SysConnect] = b => b.Return(BpfProgram.Notify);
        if (rules.HasFlag(SyscallRules.NoGroupSignals)) special[SysKill] = b => NoGroup(b, which: 0);
        foreach (var number in RefusedCalls.Numbers) special.Add(number, b => b.Return(BpfProgram.Errno(EPERM)));

        var bpf = new BpfProgram();
        bpf.LoadArchitecture();
        bpf.ReturnIfNotEqual(AuditArchX86_64, BpfProgram.KillProcess);
        bpf.LoadNumber();
        bpf.ReturnIfAtLeast(FirstUnknown, BpfProgram.Errno(ENOSYS));
        Search(bpf, special.ToArray());
        return bpf.ToBytes();
    }

    private static void Search(BpfProgram bpf, ArraySegment<KeyValuePair<uint, Action<BpfProgram>>> special)
    {
        if (special.Count == 1)
        {
            bpf.For(special[0].Key, special[0].Value);
            bpf.Return(BpfProgram.Allow);
            return;
        }

        var half = special.Count / 2;
        bpf.Branch(special[half].Key, b => Search(b, special[..half]), b => Search(b, special[half..]));
    }

    private static void RefuseBits(BpfProgram bpf, int argument, uint bits)
    {
        bpf.LoadArgument(argument);
        bpf.ReturnIfAnyBit(bits, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>
    /// An allow list of families, types and protocols: vsock, packet, raw, alg, bluetooth and the rest do not exist.
    /// </summary>
    private static void Socket(BpfProgram bpf, SyscallRules rules)
    {
        bpf.LoadArgument(0);
        bpf.For(AfUnix, b =>
        {
            if (rules.HasFlag(SyscallRules.NoUnix)) b.Return(BpfProgram.Errno(EPERM));
            else ConnectedTypes(b);
        });
        if (!rules.HasFlag(SyscallRules.NoInet))
        {
            bpf.For(AfNetlink, b =>
            {
                b.LoadArgument(2);
                b.ReturnIfNotEqual(0, BpfProgram.Errno(EPERM)); // NETLINK_ROUTE alone: getaddrinfo(3) lists interfaces
                b.Return(BpfProgram.Allow);
            });
            bpf.For(AfInet, Internet);
            bpf.For(AfInet6, Internet);
        }

        bpf.Return(BpfProgram.Errno(EPERM));
    }

    /// <summary>A pair is connected from the start, but a datagram socket can send anywhere all the same.</summary>
    private static void SocketPair(BpfProgram bpf)
    {
        bpf.LoadArgument(0);
        bpf.ReturnIfNotEqual(AfUnix, BpfProgram.Errno(EPERM));
        ConnectedTypes(bpf);
    }

    /// <summary>
    /// SOCK_STREAM and SOCK_SEQPACKET. The addresses of SOCK_DGRAM, which SOCK_RAW is too, are in sendto(2) and
    /// sendmsg(2), unsupervised.
    /// </summary>
    private static void ConnectedTypes(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.Mask(0xF);
        bpf.ReturnIfEqual(1, BpfProgram.Allow);
        bpf.ReturnIfEqual(5, BpfProgram.Allow);
        bpf.Return(BpfProgram.Errno(EPERM));
    }

    private static void Internet(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.Mask(0xF);
        bpf.ReturnIfEqual(3, BpfProgram.Errno(EPERM)); // SOCK_RAW
        bpf.LoadArgument(2);
        bpf.ReturnIfEqual(0, BpfProgram.Allow);
        bpf.ReturnIfEqual(6, BpfProgram.Allow); // TCP
        bpf.ReturnIfEqual(17, BpfProgram.Allow); // UDP
        bpf.Return(BpfProgram.Errno(EPERM));
    }

    /// <summary>TIOCSTI types for the user, TIOCLINUX pastes, TIOCSETD loads line disciplines.</summary>
    private static void TerminalInjection(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.ReturnIfEqual(0x5412, BpfProgram.Errno(EPERM));
        bpf.ReturnIfEqual(0x541C, BpfProgram.Errno(EPERM));
        bpf.ReturnIfEqual(0x5423, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>
    /// PER_LINUX, ADDR_NO_RANDOMIZE (debuggers) and the query; READ_IMPLIES_EXEC and foreign systems are refused.
    /// </summary>
    private static void Personality(BpfProgram bpf)
    {
        bpf.LoadArgument(0);
        bpf.ReturnIfEqual(0, BpfProgram.Allow);
        bpf.ReturnIfEqual(0x0040000, BpfProgram.Allow);
        bpf.ReturnIfEqual(0xFFFFFFFF, BpfProgram.Allow);
        bpf.Return(BpfProgram.Errno(EPERM));
    }

    /// <summary>
    /// RLIMIT_CORE stays 1, the one value with which the kernel does not start the host's core handler, as root, on a
    /// process of ours (core(5)). Setting it is answered with success: programs that switch their dumps off take an
    /// error for fatal.
    /// </summary>
    private static void KeepCoreLimit(BpfProgram bpf, int resource)
    {
        bpf.LoadArgument(resource);
        bpf.For(RlimitCore, b =>
        {
            b.LoadArgument(resource + 1); // the new limit; prlimit(2) without one only reads
            b.ReturnIfNotEqual(0, BpfProgram.Errno(0));
            b.LoadArgumentHigh(resource + 1);
            b.ReturnIfNotEqual(0, BpfProgram.Errno(0));
            b.Return(BpfProgram.Allow);
        });
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>Only with O_CREAT or O_TMPFILE is there a mode; without, its register holds anything.</summary>
    private static void NoSetUidFile(BpfProgram bpf, int flags)
    {
        bpf.LoadArgument(flags);
        bpf.Mask(0x400040);
        bpf.ReturnIfEqual(0, BpfProgram.Allow);
        NoSetUid(bpf, flags + 1);
    }

    /// <summary>A set-uid file outlives the command, and lends the user's rights to whoever runs it.</summary>
    private static void NoSetUid(BpfProgram bpf, int mode)
    {
        bpf.LoadArgument(mode);
        bpf.ReturnIfAnyBit(0x800 /* S_ISUID */, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>
    /// F_SETLEASE makes whoever opens the file outside wait for the holder, and needs no right to write (fcntl(2)).
    /// </summary>
    private static void Lease(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.ReturnIfEqual(1024, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>
    /// The command shares its process group with its caller, and the kernel looks for no namespace there.
    /// </summary>
    private static void NoGroup(BpfProgram bpf, uint which)
    {
        bpf.LoadArgument(0);
        bpf.ReturnIfEqual(which, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>More filters may be stacked; a second listener may not.</summary>
    private static void NestedListener(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.ReturnIfAnyBit(8, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }
}
