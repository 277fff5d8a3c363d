using System.Collections.Immutable;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>Sets of error numbers that mean "refused".</summary>
internal static class Refusals
{
    /// <summary>Refused by a right, a read-only mount, or a mount point.</summary>
    internal static ImmutableArray<int> Usual { get; } =
        [Errno.EPERM, Errno.EACCES, Errno.EROFS, Errno.EXDEV, Errno.EBUSY];

    /// <summary>Refused, or not even there: where hiding is the promise.</summary>
    internal static ImmutableArray<int> Hidden { get; } =
        [.. Usual, Errno.ENOENT, Errno.ESRCH, Errno.ENOTDIR, Errno.EBADF];

    /// <summary>No right to the socket, no route, or nobody there in the private network.</summary>
    internal static ImmutableArray<int> Unreachable { get; } =
    [
        Errno.EPERM, Errno.EACCES, Errno.ENETUNREACH, Errno.EHOSTUNREACH,
        Errno.ECONNREFUSED, Errno.ENOENT, Errno.EADDRNOTAVAIL,
    ];
}
