using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>Error numbers of x86-64 (errno(3)).</summary>
internal static class Errno
{
    internal const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5,
        ENOEXEC = 8, EBADF = 9, ECHILD = 10, EAGAIN = 11, ENOMEM = 12,
        EACCES = 13, EFAULT = 14, EBUSY = 16, EEXIST = 17, EXDEV = 18,
        ENODEV = 19, ENOTDIR = 20, EISDIR = 21, EINVAL = 22, EMFILE = 24,
        ENOTTY = 25, ENOSPC = 28, EROFS = 30, EPIPE = 32, ERANGE = 34,
        ENAMETOOLONG = 36, ENOSYS = 38, ENOTEMPTY = 39, ELOOP = 40,
        ENODATA = 61, EUSERS = 87, EPROTONOSUPPORT = 93, EOPNOTSUPP = 95,
        EAFNOSUPPORT = 97, EADDRNOTAVAIL = 99, ENETUNREACH = 101,
        ECONNABORTED = 103, ECONNRESET = 104, ECONNREFUSED = 111,
        EHOSTUNREACH = 113, EINPROGRESS = 115, EDQUOT = 122, ENOKEY = 126;

    /// <summary>Of the call before, on this thread.</summary>
    internal static int Last => Marshal.GetLastPInvokeError();
}
