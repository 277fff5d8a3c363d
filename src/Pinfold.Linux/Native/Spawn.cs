using Pinfold.Core.Paths;

namespace Pinfold.Linux.Native;

/// <summary>posix_spawn(3): managed code must not run after fork(2).</summary>
internal static unsafe class Spawn
{
    // posix_spawn_file_actions_t 80, posix_spawnattr_t 336, sigset_t 128
    private const int OpaqueBytes = 1024, SignalSetBytes = 128;

    /// <summary>Starts <paramref name="program"/>; its pid.</summary>
    /// <param name="program">Its path.</param>
    /// <param name="argv">Its name and arguments.</param>
    /// <param name="environment">Its variables.</param>
    /// <param name="descriptors">What becomes its 0, 1, 2, …</param>
    /// <param name="folder">Where it starts; null: here.</param>
    /// <param name="inherits">Whether it gets the other descriptors that are not closed by execve(2).</param>
    /// <param name="flags">POSIX_SPAWN_…; with SETSIGDEF and SETSIGMASK it ignores and blocks no signal.</param>
    internal static int Start(
        string program, IReadOnlyList<string> argv, IReadOnlyList<string> environment, ReadOnlySpan<int> descriptors,
        string? folder = null, bool inherits = false, int flags = 0)
    {
        // Sources move above every target first, so that no dup2 overwrites one that is still needed.
        var sources = new List<Descriptor>();
        byte* actions = stackalloc byte[OpaqueBytes],
            attributes = stackalloc byte[OpaqueBytes], signals = stackalloc byte[SignalSetBytes];
        LinuxException.CheckErrno(Libc.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        LinuxException.CheckErrno(Libc.SpawnAttributesInit(attributes), "posix_spawnattr_init");
        try
        {
            for (var target = 0; target < descriptors.Length; target++)
            {
                var (fd, least) = (descriptors[target], descriptors.Length);
                var source = new Descriptor(
                    LinuxException.Check(Libc.Fcntl(fd, Libc.F_DUPFD_CLOEXEC, least), "fcntl", $"descriptor {fd}"));
                sources.Add(source);
                LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, source.Number, target),
                    "posix_spawn_file_actions_adddup2");
            }

            if (!inherits)
                LinuxException.CheckErrno(Libc.SpawnActionsAddCloseFrom(actions, descriptors.Length),
                    "posix_spawn_file_actions_addclosefrom_np");
            fixed (byte* path = OsText.Encode(folder + "\0"))
                if (folder is not null)
                    LinuxException.CheckErrno(Libc.SpawnActionsAddChdir(actions, path),
                        "posix_spawn_file_actions_addchdir_np");
            new Span<byte>(signals, SignalSetBytes).Clear();
            LinuxException.CheckErrno(Libc.SpawnAttributesSetSigMask(attributes, signals),
                "posix_spawnattr_setsigmask");
            new Span<byte>(signals, SignalSetBytes).Fill(0xff);
            LinuxException.CheckErrno(Libc.SpawnAttributesSetSigDefault(attributes, signals),
                "posix_spawnattr_setsigdefault");
            LinuxException.CheckErrno(Libc.SpawnAttributesSetFlags(attributes, (short)flags),
                "posix_spawnattr_setflags");
            using var arguments = new StringVector(argv);
            using var variables = new StringVector(environment);
            int pid;
            fixed (byte* file = OsText.Encode(program + "\0"))
                LinuxException.CheckErrno(Libc.PosixSpawn(out pid, file, actions, attributes, arguments.Pointer,
                    variables.Pointer), "posix_spawn", program);
            return pid;
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
            LinuxException.CheckErrno(Libc.SpawnActionsDestroy(actions), "posix_spawn_file_actions_destroy");
        }
    }
}
