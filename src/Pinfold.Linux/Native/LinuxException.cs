using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>A system call failed. The one door through which every native result passes.</summary>
public sealed class LinuxException : IOException
{
    private static readonly Dictionary<int, string> Symbols = new()
    {
        [1] = "EPERM", [2] = "ENOENT", [3] = "ESRCH", [4] = "EINTR", [5] = "EIO", [7] = "E2BIG", [8] = "ENOEXEC", [9] = "EBADF",
        [11] = "EAGAIN", [12] = "ENOMEM", [13] = "EACCES", [14] = "EFAULT", [16] = "EBUSY", [17] = "EEXIST", [18] = "EXDEV",
        [19] = "ENODEV", [20] = "ENOTDIR", [21] = "EISDIR", [22] = "EINVAL", [23] = "ENFILE", [24] = "EMFILE", [26] = "ETXTBSY",
        [27] = "EFBIG", [28] = "ENOSPC", [30] = "EROFS", [31] = "EMLINK", [32] = "EPIPE", [36] = "ENAMETOOLONG", [38] = "ENOSYS",
        [39] = "ENOTEMPTY", [40] = "ELOOP", [61] = "ENODATA", [75] = "EOVERFLOW", [95] = "EOPNOTSUPP", [97] = "EAFNOSUPPORT",
        [98] = "EADDRINUSE", [99] = "EADDRNOTAVAIL", [101] = "ENETUNREACH", [110] = "ETIMEDOUT", [111] = "ECONNREFUSED", [122] = "EDQUOT",
    };

    private LinuxException(string function, string subject, int errno)
        : base(subject.Length == 0 ? $"{function}: {Symbol(errno)} ({errno})" : $"{function} on {subject}: {Symbol(errno)} ({errno})")
    {
        Function = function;
        Errno = errno;
    }

    /// <summary>The system call or libc function.</summary>
    public string Function { get; }

    /// <summary>errno(3).</summary>
    public int Errno { get; }

    /// <summary>The symbolic name of <paramref name="errno"/>, or its number.</summary>
    public static string Symbol(int errno) => Symbols.TryGetValue(errno, out var name) ? name : $"errno {errno}";

    /// <summary>The result, or the exception for the last error when it is negative.</summary>
    internal static int Check(int result, string function, string subject = "") => (int)Check((nint)result, function, subject);

    /// <inheritdoc cref="Check(int, string, string)"/>
    internal static nint Check(nint result, string function, string subject = "") =>
        result >= 0 ? result : throw new LinuxException(function, subject, Marshal.GetLastPInvokeError());

    /// <summary>For functions that return the error number itself, such as posix_spawn(3).</summary>
    internal static void CheckErrno(int errno, string function, string subject = "")
    {
        if (errno != 0) throw new LinuxException(function, subject, errno);
    }
}
