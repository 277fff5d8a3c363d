using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>A /dev that holds nothing a user could harm: six devices, its own terminals and shared memory.</summary>
internal static unsafe class Devices
{
    private const int Count = 6;

    internal static nint Mount(Session* s)
    {
        nint* device = stackalloc nint[Count];
        fixed (byte* a = "/dev/null\0"u8) fixed (byte* b = "/dev/zero\0"u8) fixed (byte* c = "/dev/full\0"u8)
        fixed (byte* d = "/dev/random\0"u8) fixed (byte* e = "/dev/urandom\0"u8) fixed (byte* f = "/dev/tty\0"u8)
        {
            byte** path = stackalloc byte*[Count];
            path[0] = a; path[1] = b; path[2] = c; path[3] = d; path[4] = e; path[5] = f;
            for (int i = 0; i < Count; i++)
            {
                nint fd = Mounts.Open(path[i]);
                if (fd < 0) return fd;
                device[i] = Mounts.Clone(fd);
                Sys.CloseFd(fd);
                if (device[i] < 0) return device[i];
            }

            nint terminal = Terminal();
            nint result;
            fixed (byte* dev = "/dev\0"u8)
                result = Mounts.AttachAt(Mounts.Tmpfs(64UL << 20, 0x1ED, MountAttr.NoSuid | MountAttr.NoExec), dev);
            if (result < 0) return result;
            for (int i = 0; i < Count; i++)
            {
                result = Put(device[i], path[i]);
                if (result < 0) return result;
            }

            if (terminal >= 0)
                fixed (byte* console = "/dev/console\0"u8) result = Put(terminal, console);
            if (result < 0) return result;
        }

        return Furnish(s);
    }

    /// <summary>
    /// The terminal of the command, so that ttyname(3) finds a name for it; a negative errno when there is none.
    /// </summary>
    /// <remarks>The descriptor belongs to a mount of the caller's namespace, which cannot be copied here: found again
    /// by name, checked by identity.</remarks>
    private static nint Terminal()
    {
        byte* size = stackalloc byte[8];
        for (int fd = 0; fd < 3; fd++)
            if (Sys.Call(Sys.Ioctl, fd, 0x5413 /* TIOCGWINSZ */, (nint)size) >= 0) return Named(fd);
        return -Sys.ENOENT;
    }

    private static nint Named(int terminal)
    {
        byte* link = stackalloc byte[32];
        byte* path = stackalloc byte[128];
        Text.DescriptorPath(link, terminal);
        nint length = Sys.Call(Sys.Readlinkat, Sys.AT_FDCWD, (nint)link, (nint)path, 127);
        if (length < 0) return length;
        path[length] = 0;
        nint fd = Mounts.Open(path);
        if (fd < 0) return fd;
        Stat here, there;
        nint result = -Sys.ENOENT;
        fixed (byte* empty = "\0"u8)
        {
            if (Sys.Call(Sys.Newfstatat, fd, (nint)empty, (nint)(&here), Sys.AT_EMPTY_PATH) >= 0
                && Sys.Call(Sys.Newfstatat, terminal, (nint)empty, (nint)(&there), Sys.AT_EMPTY_PATH) >= 0
                && here.Dev == there.Dev && here.Ino == there.Ino) result = Mounts.Clone(fd);
        }

        Sys.CloseFd(fd);
        return result;
    }

    private static nint Put(nint tree, byte* path)
    {
        nint file = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path,
            Sys.O_CREAT | Sys.O_EXCL | Sys.O_WRONLY | Sys.O_CLOEXEC, 0x1B6);
        nint result = file < 0
            ? file
            : Mounts.SetAttributes(tree, MountAttr.NoSuid | MountAttr.NoExec, MountAttr.NoDev);
        if (result >= 0) result = Mounts.Attach(tree, file);
        if (file >= 0) Sys.CloseFd(file);
        Sys.CloseFd(tree);
        return result;
    }

    private static nint Furnish(Session* s)
    {
        nint result;
        fixed (byte* pts = "/dev/pts\0"u8)
            fixed (byte* devpts = "devpts\0"u8) fixed (byte* key = "ptmxmode\0"u8) fixed (byte* mode = "0666\0"u8)
        {
            result = Sys.Call(Sys.Mkdirat, Sys.AT_FDCWD, (nint)pts, 0x1ED);
            if (result >= 0)
                result = Mounts.AttachAt(
                    Mounts.FileSystem(devpts, key, mode, MountAttr.NoSuid | MountAttr.NoExec), pts);
        }

        fixed (byte* shm = "/dev/shm\0"u8)
        {
            if (result >= 0) result = Sys.Call(Sys.Mkdirat, Sys.AT_FDCWD, (nint)shm, 0x3FF);
            if (result >= 0) result = Sys.Call(Sys.Fchmodat, Sys.AT_FDCWD, (nint)shm, 0x3FF /* 01777 */);
        }

        fixed (byte* l = "/dev/ptmx\0"u8) fixed (byte* t = "pts/ptmx\0"u8) Link(t, l, ref result);
        fixed (byte* l = "/dev/fd\0"u8) fixed (byte* t = "/proc/self/fd\0"u8) Link(t, l, ref result);
        fixed (byte* l = "/dev/stdin\0"u8) fixed (byte* t = "/proc/self/fd/0\0"u8) Link(t, l, ref result);
        fixed (byte* l = "/dev/stdout\0"u8) fixed (byte* t = "/proc/self/fd/1\0"u8) Link(t, l, ref result);
        fixed (byte* l = "/dev/stderr\0"u8) fixed (byte* t = "/proc/self/fd/2\0"u8) Link(t, l, ref result);
        return result < 0 ? result : CoversForSecrets(s);
    }

    private static void Link(byte* target, byte* name, ref nint result)
    {
        if (result >= 0) result = Sys.Call(Sys.Symlinkat, (nint)target, Sys.AT_FDCWD, (nint)name);
    }

    /// <summary>The empty file and folder, mode 000, that <see cref="LaunchOp.Hide"/> puts over secrets.</summary>
    private static nint CoversForSecrets(Session* s)
    {
        fixed (byte* file = "/dev/cover-file\0"u8) fixed (byte* folder = "/dev/cover-folder\0"u8)
        {
            nint result = s->NoFile = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)file,
                Sys.O_CREAT | Sys.O_EXCL | Sys.O_CLOEXEC, 0);
            if (result >= 0) result = Sys.Call(Sys.Mkdirat, Sys.AT_FDCWD, (nint)folder, 0);
            return result < 0 ? result : s->NoFolder = Mounts.Open(folder);
        }
    }

    /// <summary>Takes the covers' names away, so that the command cannot change what lies over a secret.</summary>
    internal static nint ForgetCovers(Session* s)
    {
        s->NoFolder = 0;
        fixed (byte* file = "/dev/cover-file\0"u8) fixed (byte* folder = "/dev/cover-folder\0"u8)
        {
            nint result = Sys.Call(Sys.Unlinkat, Sys.AT_FDCWD, (nint)file, 0);
            return result < 0 ? result : Sys.Call(Sys.Unlinkat, Sys.AT_FDCWD, (nint)folder, Sys.AT_REMOVEDIR);
        }
    }
}
