using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Removes a tree that attackers worked in: rights taken away, paths longer than any call takes, links that are not
/// followed.
/// </summary>
internal static unsafe class SceneFolder
{
    private const int Folder = 4, RemoveFolder = 0x200;

    /// <summary>
    /// A folder for scenes of this process below the state folder; those of processes that were killed are removed.
    /// </summary>
    internal static string Make(string state)
    {
        var all = Directory.CreateDirectory(state + "/verify").FullName;
        File.SetUnixFileMode(all, (UnixFileMode)0x1C0); // a umask may have taken the owner's own rights
        foreach (var folder in Directory.EnumerateDirectories(all))
            if (!Directory.Exists("/proc/" + Path.GetFileName(folder).Split('-')[0])) Remove(folder);
        return Directory.CreateDirectory(
            $"{all}/{Environment.ProcessId}-{System.Security.Cryptography.RandomNumberGenerator.GetHexString(4, lowercase: true)}")
            .FullName;
    }

    internal static void Remove(string path)
    {
        Remove(AT_FDCWD, Text(path));
        if (Directory.Exists(path)) throw new IOException($"{path} could not be removed");
    }

    private static void Remove(nint parent, nint name)
    {
        Call(Sys.Fchmodat, parent, name, 0x1C0);
        var folder = Call(Sys.Openat, parent, name, Flag.Directory | Flag.NoFollow | Flag.CloseOnExec);
        if (folder < 0) return;
        foreach (var (entry, type) in Entries(folder))
        {
            if (type == Folder) Remove(folder, entry);
            else Call(Sys.Unlinkat, folder, entry);
            System.Runtime.InteropServices.NativeMemory.Free((void*)entry);
        }

        Close(folder);
        Call(Sys.Unlinkat, parent, name, RemoveFolder);
    }

    /// <summary>Names and types by getdents64(2), all of them before any is removed.</summary>
    private static List<(nint Name, byte Type)> Entries(nint folder)
    {
        var entries = new List<(nint, byte)>();
        var buffer = stackalloc byte[16384];
        nint got;
        while ((got = Call(Sys.Getdents64, folder, (nint)buffer, 16384)) > 0)
        {
            for (nint at = 0; at < got; at += *(ushort*)(buffer + at + 16))
            {
                var name =
                    System.Runtime.InteropServices.MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + 19);
                if (name.SequenceEqual("."u8) || name.SequenceEqual(".."u8)) continue;
                entries.Add((Bytes([.. name, 0]), buffer[at + 18]));
            }
        }

        return entries;
    }
}
