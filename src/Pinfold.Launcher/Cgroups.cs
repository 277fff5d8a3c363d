using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The cgroups of this launch. The first process is moved in before it does anything; the outer one stays outside and
/// removes them.
/// </summary>
internal unsafe struct Cgroups
{
    private const int Max = 4, Tries = 200, CloneArguments = 11; // CLONE_ARGS_SIZE_VER2
    private fixed long _path[Max];
    private fixed uint _step[Max];
    private int _count, _bornIn;

    internal nint Make(byte* path, ulong processes, ulong memory, uint step)
    {
        if (_count == Max) return -Sys.E2BIG;
        nint parent = Mounts.OpenParent(path, out byte* name);
        if (parent < 0) return parent;
        nint result = Sys.Call(Sys.Mkdirat, parent, (nint)name, 0x1ED /* 0755 */);
        Sys.CloseFd(parent);
        if (result < 0) return result;
        _step[_count] = step;
        _path[_count++] = (long)path;
        if (processes != 0)
            fixed (byte* file = "pids.max\0"u8) result = Write(_count - 1, file, processes);
        if (result < 0 || memory == 0) return result;
        fixed (byte* file = "memory.max\0"u8) result = Write(_count - 1, file, memory);
        if (result != -Sys.ENOENT) return result;
        fixed (byte* file = "memory.limit_in_bytes\0"u8) return Write(_count - 1, file, memory); // v1
    }

    /// <summary>
    /// clone(2), into the cgroup of version 2 if there is one: to move a process there afterwards waits for all
    /// processors (cgroup_threadgroup_rwsem).
    /// </summary>
    internal nint Clone(ulong flags)
    {
        ulong* arguments = stackalloc ulong[CloneArguments];
        for (int i = 0; i < CloneArguments; i++) arguments[i] = 0;
        arguments[0] = flags | 0x200000000 /* CLONE_INTO_CGROUP */;
        arguments[4] = Sys.SIGCHLD;
        for (int i = 0; i < _count; i++)
        {
            nint folder = Mounts.Open((byte*)_path[i]);
            if (folder < 0) return folder;
            _bornIn = i + 1; // before the clone, for both
            arguments[10] = (ulong)folder;
            nint pid = IsUnified(folder)
                ? Sys.Call(Sys.Clone3, (nint)arguments, CloneArguments * sizeof(ulong))
                : -Sys.ENOSYS;
            Sys.CloseFd(folder);
            if (pid != -Sys.ENOSYS && pid != -Sys.E2BIG) return pid; // before Linux 5.7
        }

        _bornIn = 0;
        return Sys.Call(Sys.Clone, (nint)flags | Sys.SIGCHLD);
    }

    private static bool IsUnified(nint folder)
    {
        ulong* statfs = stackalloc ulong[15];
        return Sys.Call(Sys.Fstatfs, folder, (nint)statfs) >= 0 && statfs[0] == 0x63677270 /* CGROUP2_SUPER_MAGIC */;
    }

    internal nint Join(nint pid, ref uint failedStep)
    {
        for (int i = 0; i < _count; i++)
        {
            if (i == _bornIn - 1) continue;
            nint result;
            fixed (byte* name = "cgroup.procs\0"u8) result = Write(i, name, (ulong)pid);
            if (result >= 0) continue;
            failedStep = _step[i];
            return result;
        }

        return 0;
    }

    /// <summary>
    /// A cgroup whose last process has just been reaped may be busy for a moment. False when one is left.
    /// </summary>
    internal bool Remove()
    {
        bool all = true;
        long* millisecond = stackalloc long[2];
        for (int i = 0; i < _count; i++)
        {
            fixed (byte* file = "pids.events\0"u8) fixed (byte* key = "max "u8) Tell(i, file, key, 4, 0);
            fixed (byte* file = "memory.events\0"u8) fixed (byte* key = "oom_kill "u8) Tell(i, file, key, 9, 1);
            // v1
            fixed (byte* file = "memory.oom_control\0"u8) fixed (byte* key = "oom_kill "u8) Tell(i, file, key, 9, 1);
            nint removed = -Sys.EBUSY;
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                removed = Sys.Call(Sys.Unlinkat, Sys.AT_FDCWD, (nint)_path[i], Sys.AT_REMOVEDIR);
                if (removed != -Sys.EBUSY) break;
                millisecond[0] = 0;
                millisecond[1] = 1_000_000;
                Sys.Call(Sys.Ppoll, 0, 0, (nint)millisecond, 0, 8);
            }

            all &= removed == 0;
        }

        return all;
    }

    /// <summary>Says that a limit was hit when the line of <paramref name="key"/> does not read 0.</summary>
    private void Tell(int index, byte* file, byte* key, int keyLength, int kind)
    {
        nint fd = Open(index, file, Sys.O_RDONLY);
        if (fd < 0) return;
        byte* text = stackalloc byte[256];
        nint length = Sys.Call(Sys.Read, fd, (nint)text, 255);
        Sys.CloseFd(fd);
        for (nint line = 0; line + keyLength < length; line++)
        {
            int same = 0;
            while (same < keyLength && text[line + same] == key[same]) same++;
            bool starts = line == 0 || text[line - 1] == (byte)'\n';
            if (starts && same == keyLength && text[line + keyLength] != (byte)'0')
                Report.Send(LaunchStatus.LimitHit, _step[index], kind);
        }
    }

    private nint Write(int index, byte* file, ulong value)
    {
        byte* number = stackalloc byte[24];
        int length = Text.AppendNumber(number, 0, value, 10);
        nint fd = Open(index, file, Sys.O_WRONLY);
        nint result = fd < 0 ? fd : Sys.Call(Sys.Write, fd, (nint)number, length);
        if (fd >= 0) Sys.CloseFd(fd);
        return result;
    }

    private nint Open(int index, byte* file, int flags)
    {
        nint folder = Mounts.Open((byte*)_path[index]);
        if (folder < 0) return folder;
        nint fd = Sys.Call(Sys.Openat, folder, (nint)file, flags | Sys.O_CLOEXEC | Sys.O_NOFOLLOW);
        Sys.CloseFd(folder);
        return fd;
    }
}
