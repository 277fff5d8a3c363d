using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// Ends a tree without a pid namespace: what a killed child leaves behind becomes ours (PR_SET_CHILD_SUBREAPER).
/// </summary>
internal static unsafe class Orphans
{
    internal static void Kill()
    {
        byte* list = stackalloc byte[4096];
        while (true)
        {
            nint fd;
            fixed (byte* path = "/proc/thread-self/children\0"u8)
                fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path, Sys.O_CLOEXEC);
            nint length = fd < 0 ? 0 : Sys.Call(Sys.Read, fd, (nint)list, 4096);
            if (fd >= 0) Sys.CloseFd(fd);
            nint pid = 0;
            for (nint i = 0; i < length; i++)
            {
                if (list[i] >= (byte)'0') pid = (pid * 10) + list[i] - '0';
                else
                {
                    if (pid > 1) Sys.Call(Sys.Kill, pid, Sys.SIGKILL);
                    pid = 0;
                }
            }

            int status;
            nint ended = Sys.Call(Sys.Wait4, -1, (nint)(&status), length > 0 ? 0 : 1, 0);
            if (ended <= 0 && length <= 0) return;
            if (ended < 0) return; // ECHILD: none left
        }
    }
}
