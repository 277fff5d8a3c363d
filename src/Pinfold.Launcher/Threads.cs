using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>Threads of the pid namespace, by proc(5).</summary>
internal static unsafe class Threads
{
    /// <summary>"/proc/ID" and <paramref name="rest"/>, which ends with NUL; 40 bytes are enough.</summary>
    internal static void Path(byte* buffer, uint thread, byte* rest)
    {
        int at = Text.Append(buffer, 0, "/proc/"u8);
        at = Text.AppendNumber(buffer, at, thread, 10);
        do buffer[at++] = *rest;
        while (*rest++ != 0);
    }

    /// <summary>
    /// The process that <paramref name="thread"/> belongs to ("Tgid:" of its status); 0 when it is gone.
    /// </summary>
    internal static nint Leader(uint thread)
    {
        byte* path = stackalloc byte[40];
        fixed (byte* file = "/status\0"u8) Path(path, thread, file);
        byte* text = stackalloc byte[512];
        nint fd = Sys.Call(Sys.Openat, Sys.AT_FDCWD, (nint)path, Sys.O_CLOEXEC);
        nint length = fd < 0 ? 0 : Sys.Call(Sys.Read, fd, (nint)text, 512);
        if (fd >= 0) Sys.CloseFd(fd);

        // "Name:" comes first and holds what the process likes, with line feeds escaped.
        for (nint i = 1; i + 6 < length; i++)
        {
            if (text[i - 1] != (byte)'\n' || text[i] != (byte)'T'
                || text[i + 1] != (byte)'g' || text[i + 2] != (byte)'i')
                continue;
            nint value = 0;
            for (i += 6; i < length && text[i] >= (byte)'0'; i++) value = (value * 10) + text[i] - '0';
            return value;
        }

        return 0;
    }
}
