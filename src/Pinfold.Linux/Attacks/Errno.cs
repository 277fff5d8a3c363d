using System.Collections.Immutable;

namespace Pinfold.Linux.Attacks;

/// <summary>Error numbers of x86-64 (errno(3)), and the sets of them that mean "refused".</summary>
internal static class Errno
{
    internal const int EPERM = 1, ENOENT = 2, ESRCH = 3, EBADF = 9, ECHILD = 10, EAGAIN = 11, ENOMEM = 12, EACCES = 13, EFAULT = 14, EBUSY = 16,
        EEXIST = 17, EXDEV = 18, ENODEV = 19, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, ENOTTY = 25, ENOSPC = 28, EROFS = 30, ENOSYS = 38,
        ENOTEMPTY = 39, ELOOP = 40, EPROTONOSUPPORT = 93, EOPNOTSUPP = 95, EAFNOSUPPORT = 97, EADDRNOTAVAIL = 99, ENETUNREACH = 101,
        ECONNREFUSED = 111, EHOSTUNREACH = 113, EINPROGRESS = 115, ENOEXEC = 8;

    /// <summary>Refused by a right, a read-only mount, or a mount point.</summary>
    internal static ImmutableArray<int> Refused { get; } = [EPERM, EACCES, EROFS, EXDEV, EBUSY];

    /// <summary>Refused, or not even there: where hiding is the promise.</summary>
    internal static ImmutableArray<int> Hidden { get; } = [.. Refused, ENOENT, ESRCH, ENOTDIR, EBADF];

    /// <summary>No right to the socket, no route, or nobody there in the private network.</summary>
    internal static ImmutableArray<int> Unreachable { get; } = [EPERM, EACCES, ENETUNREACH, EHOSTUNREACH, ECONNREFUSED, ENOENT, EADDRNOTAVAIL];
}
