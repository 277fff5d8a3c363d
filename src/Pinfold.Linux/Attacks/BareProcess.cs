using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>A child without a fence, as any shell would start it: descriptors are inherited.</summary>
internal sealed unsafe class BareProcess : IDisposable
{
    private bool _reaped;

    private BareProcess(int id) => Id = id;

    internal int Id { get; }

    /// <summary>State letter of proc_pid_stat(5); X when it is gone.</summary>
    internal char State
    {
        get
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{Id}/stat");
                return stat[stat.LastIndexOf(')') + 2];
            }
            catch (IOException)
            {
                return 'X';
            }
        }
    }

    internal static (Descriptor Read, Descriptor Write) Pipe()
    {
        var pair = stackalloc int[2];
        LinuxException.Check(Libc.Pipe2(pair, Libc.O_CLOEXEC), "pipe2");
        return (new(pair[0]), new(pair[1]));
    }

    internal static BareProcess Start(
        IReadOnlyList<string> argv, string folder, IEnumerable<KeyValuePair<string, string>> environment, (int In, int Out, int Error) streams)
    {
        var actions = stackalloc byte[256]; // posix_spawn_file_actions_t is 80 bytes
        LinuxException.CheckErrno(Libc.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        try
        {
            fixed (byte* path = OsText.Encode(folder + "\0"))
                LinuxException.CheckErrno(Libc.SpawnActionsAddChdir(actions, path), "posix_spawn_file_actions_addchdir_np");
            int[] sources = [streams.In, streams.Out, streams.Error];
            for (var target = 0; target < sources.Length; target++)
                LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, sources[target], target), "posix_spawn_file_actions_adddup2");
            using var arguments = new StringVector(argv);
            using var variables = new StringVector([.. environment.Select(v => v.Key + "=" + v.Value)]);
            LinuxException.CheckErrno(
                Libc.PosixSpawn(out var id, arguments.Pointer[0], actions, null, arguments.Pointer, variables.Pointer), "posix_spawn", argv[0]);
            return new(id);
        }
        finally
        {
            LinuxException.CheckErrno(Libc.SpawnActionsDestroy(actions), "posix_spawn_file_actions_destroy");
        }
    }

    /// <summary>Blocks until it ends; its wait status (wait(2)).</summary>
    internal int Wait()
    {
        int status;
        while (Libc.WaitPid(Id, out status, 0) < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.EINTR)
        {
        }

        _reaped = true;
        return status;
    }

    /// <summary>Blocks until it ends; kills it after <paramref name="limit"/>.</summary>
    internal int Wait(TimeSpan limit)
    {
        using var pidfd = new Descriptor((int)LinuxException.Check(Libc.Syscall(Sys.PidfdOpen, Id, 0, 0, 0), "pidfd_open"));
        var poll = stackalloc int[2];
        poll[0] = pidfd.Number;
        poll[1] = 1; // POLLIN
        if (SystemCall.Call(Sys.Poll, (nint)poll, 1, (nint)limit.TotalMilliseconds) == 0) _ = Libc.Kill(Id, 9);
        return Wait();
    }

    public void Dispose()
    {
        if (_reaped) return;
        _ = Libc.Kill(Id, 9); // not reaped, so the number is still its own
        Wait();
    }
}
