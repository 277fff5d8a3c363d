using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>The cgroups of this launch. The first process is moved in before it does anything; the outer one stays outside and removes them.</summary>
internal unsafe struct Cgroups
{
    private const int Max = 4, Tries = 200;
    private fixed long _path[Max];
    private int _count;

    internal nint Add(byte* path)
    {
        if (_count == Max) return -7;
        _path[_count++] = (long)path;
        return 0;
    }

    internal nint Join(nint pid, out uint failedStep)
    {
        byte* number = stackalloc byte[24];
        int length = Text.AppendNumber(number, 0, (ulong)pid, 10);
        failedStep = 0;
        for (int i = 0; i < _count; i++)
        {
            nint folder = Mounts.Open((byte*)_path[i]);
            if (folder < 0) return folder;
            nint file;
            fixed (byte* name = "cgroup.procs\0"u8)
                file = Sys.Call(Sys.Openat, folder, (nint)name, Sys.O_WRONLY | Sys.O_CLOEXEC | Sys.O_NOFOLLOW);
            Sys.CloseFd(folder);
            nint result = file < 0 ? file : Sys.Call(Sys.Write, file, (nint)number, length);
            if (file >= 0) Sys.CloseFd(file);
            if (result < 0) return result;
            failedStep++;
        }

        return 0;
    }

    /// <summary>A cgroup whose last process has just been reaped may be busy for a moment.</summary>
    internal void Remove()
    {
        long* millisecond = stackalloc long[2];
        for (int i = 0; i < _count; i++)
        {
            for (int attempt = 0; attempt < Tries; attempt++)
            {
                if (Sys.Call(Sys.Unlinkat, Sys.AT_FDCWD, (nint)_path[i], Sys.AT_REMOVEDIR) != -16 /* EBUSY */) break;
                millisecond[0] = 0;
                millisecond[1] = 1_000_000;
                Sys.Call(Sys.Ppoll, 0, 0, (nint)millisecond, 0, 8);
            }
        }
    }
}
