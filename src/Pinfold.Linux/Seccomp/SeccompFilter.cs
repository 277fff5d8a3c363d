using Pinfold.Core.Planning;

namespace Pinfold.Linux.Seccomp;

/// <summary>The system call filter: everything is allowed but what is named, and what this version does not know (ENOSYS).</summary>
internal static class SeccompFilter
{
    private const uint AuditArchX86_64 = 0xC000003E, X32Bit = 0x40000000, FirstUnknown = 471;
    private const uint SysIoctl = 16, SysSocket = 41, SysConnect = 42, SysClone = 56, SysPersonality = 135,
        SysUnshare = 272, SysSeccomp = 317, SysClone3 = 435;
    private const uint NamespaceFlags = 0x7E020080; // CLONE_NEW*: NS, CGROUP, UTS, IPC, USER, PID, NET, TIME
    private const int EPERM = 1, ENOSYS = 38;
    private const uint AfUnix = 1, AfInet = 2, AfInet6 = 10, AfNetlink = 16;

    internal static byte[] Compile(SyscallRules rules)
    {
        var bpf = new BpfProgram();
        bpf.LoadArchitecture();
        bpf.ReturnIfNotEqual(AuditArchX86_64, BpfProgram.KillProcess);
        bpf.LoadNumber();
        bpf.ReturnIfAtLeast(X32Bit, BpfProgram.Errno(ENOSYS));
        bpf.ReturnIfAtLeast(FirstUnknown, BpfProgram.Errno(ENOSYS));
        foreach (var number in RefusedCalls.Numbers) bpf.ReturnIfEqual(number, BpfProgram.Errno(EPERM));

        // Its flags are in memory, where a filter cannot look; libc falls back to clone(2).
        bpf.ReturnIfEqual(SysClone3, BpfProgram.Errno(ENOSYS));
        if (rules.HasFlag(SyscallRules.SuperviseConnect)) bpf.ReturnIfEqual(SysConnect, BpfProgram.Notify);
        bpf.For(SysClone, b => RefuseBits(b, argument: 0, NamespaceFlags & ~0x80u)); // bit 7 is part of clone's exit signal
        bpf.For(SysUnshare, b => RefuseBits(b, argument: 0, NamespaceFlags));
        bpf.For(SysSocket, b => Socket(b, rules));
        bpf.For(SysIoctl, TerminalInjection);
        bpf.For(SysPersonality, Personality);
        bpf.For(SysSeccomp, NestedListener);
        bpf.Return(BpfProgram.Allow);
        return bpf.ToBytes();
    }

    private static void RefuseBits(BpfProgram bpf, int argument, uint bits)
    {
        bpf.LoadArgument(argument);
        bpf.ReturnIfAnyBit(bits, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }

    /// <summary>An allow list of families, types and protocols: vsock, packet, raw, alg, bluetooth and the rest do not exist.</summary>
    private static void Socket(BpfProgram bpf, SyscallRules rules)
    {
        bpf.LoadArgument(0);
        bpf.For(AfUnix, b =>
        {
            if (rules.HasFlag(SyscallRules.NoUnix)) b.Return(BpfProgram.Errno(EPERM));
            b.LoadArgument(1);
            b.Mask(0xF);
            b.ReturnIfEqual(2, BpfProgram.Errno(EPERM)); // SOCK_DGRAM: its addresses are in sendto(2), which is not supervised
            b.Return(BpfProgram.Allow);
        });
        bpf.For(AfNetlink, b =>
        {
            b.LoadArgument(2);
            b.ReturnIfNotEqual(0, BpfProgram.Errno(EPERM)); // NETLINK_ROUTE alone: getaddrinfo(3) lists interfaces
            b.Return(rules.HasFlag(SyscallRules.NoInet) ? BpfProgram.Errno(EPERM) : BpfProgram.Allow);
        });
        if (!rules.HasFlag(SyscallRules.NoInet))
        {
            bpf.For(AfInet, Internet);
            bpf.For(AfInet6, Internet);
        }
        else
        {
            bpf.ReturnIfEqual(AfInet, BpfProgram.Errno(EPERM));
            bpf.ReturnIfEqual(AfInet6, BpfProgram.Errno(EPERM));
        }

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

    /// <summary>PER_LINUX, ADDR_NO_RANDOMIZE (debuggers) and the query; READ_IMPLIES_EXEC and foreign systems are refused.</summary>
    private static void Personality(BpfProgram bpf)
    {
        bpf.LoadArgument(0);
        bpf.ReturnIfEqual(0, BpfProgram.Allow);
        bpf.ReturnIfEqual(0x0040000, BpfProgram.Allow);
        bpf.ReturnIfEqual(0xFFFFFFFF, BpfProgram.Allow);
        bpf.Return(BpfProgram.Errno(EPERM));
    }

    /// <summary>More filters may be stacked; a second listener may not.</summary>
    private static void NestedListener(BpfProgram bpf)
    {
        bpf.LoadArgument(1);
        bpf.ReturnIfAnyBit(8, BpfProgram.Errno(EPERM));
        bpf.Return(BpfProgram.Allow);
    }
}
