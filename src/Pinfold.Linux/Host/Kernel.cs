using Pinfold.Linux.Native;

namespace Pinfold.Linux.Host;

/// <summary>
/// What the running kernel offers. Hints from /proc are read here; whether a step works is shown by taking it.
/// </summary>
internal static unsafe class Kernel
{
    private const nint SysLandlockCreateRuleset = 444, SysSeccomp = 317,
        SysUnshare = 272, CloneNewUser = 0x10000000, UnknownFlag = 1;
    private const uint ReturnUserNotif = 0x7fc00000, ReturnErrno = 0x00050000;

    internal static string Release => ReadLine("/proc/sys/kernel/osrelease") ?? "unknown";

    /// <summary>Build number and date: another kernel of the same release has another one.</summary>
    internal static string Version => ReadLine("/proc/sys/kernel/version") ?? "unknown";

    /// <summary>landlock_create_ruleset(2) with LANDLOCK_CREATE_RULESET_VERSION.</summary>
    internal static int LandlockAbi => Math.Max(0, (int)Libc.Syscall(SysLandlockCreateRuleset, 0, 0, 1, 0));

    internal static bool Proc => Directory.Exists("/proc/self");

    internal static bool Seccomp => ActionAvailable(ReturnErrno);

    internal static bool SeccompNotify => ActionAvailable(ReturnUserNotif);

    /// <summary>Null when the kernel's switches allow user namespaces; else which one does not.</summary>
    internal static string? NoUserNamespaces
    {
        get
        {
            if (!Proc) return "/proc is not mounted";
            if (UnshareIsFiltered) return "a seccomp filter around Pinfold, as of a container, refuses unshare(2)";
            if (!RootMayMakeUserNamespaces) return "the sysctl user.max_user_namespaces is 0";
            if (Libc.GetUid() == 0) return null;
            if (ReadLine("/proc/sys/kernel/unprivileged_userns_clone") is "0")
                return "the sysctl kernel.unprivileged_userns_clone is 0";
            if (ReadLine("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") is "1")
                return "AppArmor restricts user namespaces (sysctl kernel.apparmor_restrict_unprivileged_userns is 1)";
            return null;
        }
    }

    /// <summary>This limit holds for root too.</summary>
    internal static bool RootMayMakeUserNamespaces => ReadLine("/proc/sys/user/max_user_namespaces") is not "0";

    /// <summary>
    /// An unknown flag lets unshare(2) itself change nothing and say EINVAL, so that any other error is a filter's.
    /// </summary>
    private static bool UnshareIsFiltered =>
        Libc.Syscall(SysUnshare, CloneNewUser | UnknownFlag, 0, 0, 0) < 0 && Errno.Last != Errno.EINVAL;

    /// <summary>SECCOMP_GET_ACTION_AVAIL (seccomp(2)).</summary>
    private static bool ActionAvailable(uint action) => Libc.Syscall(SysSeccomp, 2, 0, (nint)(&action), 0) == 0;

    private static string? ReadLine(string path)
    {
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path);
        return reader.ReadLine()?.Trim();
    }
}
