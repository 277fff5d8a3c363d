using System.Runtime.InteropServices;

namespace Pinfold.Launcher.Native;

/// <summary>struct landlock_ruleset_attr (linux/landlock.h).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LandlockRulesetAttr
{
    internal ulong HandledAccessFs, HandledAccessNet, Scoped;
}

/// <summary>struct landlock_path_beneath_attr, packed.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct LandlockPathBeneathAttr
{
    internal ulong AllowedAccess;
    internal int ParentFd;
}

/// <summary>struct mount_attr (mount_setattr(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MountAttr
{
    internal const ulong ReadOnly = 1, NoSuid = 2, NoDev = 4, NoExec = 8, IdMap = 0x100000;
    internal ulong Set, Clear, Propagation, UserNamespace;
}

/// <summary>struct sock_fprog (seccomp(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SockFprog
{
    internal ushort Length;
    internal void* Filter;
}

/// <summary>struct open_how (openat2(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OpenHow
{
    internal const ulong NoMagicLinks = 2, NoSymlinks = 4;
    internal ulong Flags, Mode, Resolve;
}

/// <summary>struct stat of x86-64, the part that is used.</summary>
[StructLayout(LayoutKind.Sequential, Size = 144)]
internal struct Stat
{
    internal ulong Dev, Ino, Nlink;
    internal uint Mode, Uid, Gid, Pad;
    internal ulong Rdev;
    internal long Size;
}

/// <summary>struct pollfd (poll(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollFd
{
    internal const short In = 1, Err = 8, Hup = 0x10;
    internal int Fd;
    internal short Events, Revents;
}

/// <summary>struct msghdr (recvmsg(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MsgHdr
{
    internal void* Name;
    internal ulong NameLength;
    internal IoVec* Vectors;
    internal ulong VectorCount;
    internal void* Control;
    internal ulong ControlLength;
    internal ulong Flags;
}

/// <summary>struct iovec.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct IoVec
{
    internal void* Base;
    internal ulong Length;
}

/// <summary>struct seccomp_notif (seccomp_unotify(2)).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct SeccompNotif
{
    internal ulong Id;
    internal uint Pid, Flags;
    internal int Number;
    internal uint Arch;
    internal ulong InstructionPointer;
    internal fixed ulong Args[6];
}

/// <summary>struct seccomp_notif_resp.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SeccompNotifResp
{
    internal ulong Id;
    internal long Value;
    internal int Error;
    internal uint Flags;
}

/// <summary>struct signalfd_siginfo (signalfd(2)), the part that is used.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
internal struct SignalInfo
{
    internal uint Signal;
    internal int Errno, Code;
    internal uint Pid;
}
