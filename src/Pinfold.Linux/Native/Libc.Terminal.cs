using System.Runtime.InteropServices;

namespace Pinfold.Linux.Native;

/// <summary>
/// libc: terminals and waiting. Prototypes from termios(3), posix_openpt(3), ioctl_tty(2), poll(2), x86-64 glibc.
/// </summary>
internal static unsafe partial class Libc
{
    internal const int O_NOCTTY = 0x100, F_GETFL = 3, F_SETFL = 4;
    internal const int TCSANOW = 0, TCSADRAIN = 1;
    internal const uint TIOCGWINSZ = 0x5413, TIOCSWINSZ = 0x5414, TIOCGPTPEER = 0x5441;

    [LibraryImport("libc", EntryPoint = "posix_openpt", SetLastError = true)]
    internal static partial int PosixOpenPt(int flags);

    [LibraryImport("libc", EntryPoint = "grantpt", SetLastError = true)]
    internal static partial int GrantPt(int master);

    [LibraryImport("libc", EntryPoint = "unlockpt", SetLastError = true)]
    internal static partial int UnlockPt(int master);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    internal static partial int Ioctl(int fd, nuint request, nint argument);

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    internal static partial int TcGetAttr(int fd, TermiosBuffer* attributes);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    internal static partial int TcSetAttr(int fd, int when, TermiosBuffer* attributes);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    internal static partial void CfMakeRaw(TermiosBuffer* attributes);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int milliseconds);
}
