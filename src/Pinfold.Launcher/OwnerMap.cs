using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// A user namespace that no process lives in, for idmapped mounts (mount_setattr(2)): what the caller owns on the disk
/// is the account's in the mount, what the account makes there is the caller's on the disk, and whatever else keeps its
/// owner.
/// </summary>
internal static unsafe class OwnerMap
{
    private const ulong End = 0xFFFFFFFF;

    /// <summary>Its descriptor, or a negative errno. The two swap, because no identity may be mapped twice.</summary>
    internal static nint Make(uint callerUid, uint callerGid, uint accountUid, uint accountGid)
    {
        int* hold = stackalloc int[2];
        nint result = Sys.Call(Sys.Pipe2, (nint)hold, Sys.O_CLOEXEC);
        if (result < 0) return result;
        nint child = Sys.Call(Sys.Clone, 0x10000000 /* CLONE_NEWUSER */ | Sys.SIGCHLD);
        if (child == 0)
        {
            byte none;
            Sys.CloseFd(hold[1]);
            Sys.Call(Sys.Read, hold[0], (nint)(&none), 1); // until the parent closes its end
            Sys.Exit(0);
        }

        Sys.CloseFd(hold[0]);
        result = child;
        fixed (byte* uids = "uid_map\0"u8) if (result >= 0) result = Write(child, uids, callerUid, accountUid);
        fixed (byte* gids = "gid_map\0"u8) if (result >= 0) result = Write(child, gids, callerGid, accountGid);
        fixed (byte* name = "ns/user\0"u8) if (result >= 0) result = Open(child, name, Sys.O_RDONLY);
        Sys.CloseFd(hold[1]);
        int status;
        if (child > 0) Sys.Call(Sys.Wait4, child, (nint)(&status), 0, 0);
        return result;
    }

    private static nint Write(nint child, byte* file, ulong one, ulong other)
    {
        byte* lines = stackalloc byte[256];
        ulong low = one < other ? one : other, high = one < other ? other : one;
        int length = Line(lines, 0, 0, 0, low);
        length = Line(lines, length, low, high, 1);
        length = Line(lines, length, low + 1, low + 1, high - low - 1);
        length = Line(lines, length, high, low, 1);
        length = Line(lines, length, high + 1, high + 1, End - high - 1);
        nint fd = Open(child, file, Sys.O_WRONLY);
        if (fd < 0) return fd;
        nint result = Sys.Call(Sys.Write, fd, (nint)lines, length);
        Sys.CloseFd(fd);
        return result;
    }

    private static int Line(byte* text, int at, ulong inside, ulong outside, ulong count)
    {
        if (count == 0) return at;
        at = Text.AppendNumber(text, at, inside, 10);
        text[at++] = (byte)' ';
        at = Text.AppendNumber(text, at, outside, 10);
        text[at++] = (byte)' ';
        at = Text.AppendNumber(text, at, count, 10);
        text[at++] = (byte)'\n';
        return at;
    }

    private static nint Open(nint process, byte* file, int flags)
    {
        byte* path = stackalloc byte[64];
        int length = Text.Append(path, 0, "/proc/"u8);
        length = Text.AppendNumber(path, length, (ulong)process, 10);
        path[length++] = (byte)'/';
        while (*file != 0) path[length++] = *file++;
        path[length] = 0;
        return Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path, flags | Sys.O_CLOEXEC);
    }
}
