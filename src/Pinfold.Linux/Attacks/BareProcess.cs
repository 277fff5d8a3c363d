using Pinfold.Linux.Native;

namespace Pinfold.Linux.Attacks;

/// <summary>A child without a fence, as any shell would start it: descriptors are inherited.</summary>
internal sealed class BareProcess : IDisposable
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

    internal static BareProcess Start(
        IReadOnlyList<string> argv, string folder,
        IEnumerable<KeyValuePair<string, string>> environment, (int In, int Out, int Error) streams) =>
        new(Spawn.Start(argv[0], argv, [.. environment.Select(v => v.Key + "=" + v.Value)],
            [streams.In, streams.Out, streams.Error], folder, inherits: true));

    /// <summary>Blocks until it ends; its wait status (wait(2)).</summary>
    internal int Wait()
    {
        _ = Libc.Reap(Id, out var status);
        _reaped = true;
        return status;
    }

    /// <summary>Blocks until it ends; kills it after <paramref name="limit"/>.</summary>
    internal int Wait(TimeSpan limit)
    {
        using var process = ProcessDescriptor.Open(Id);
        if (process is null || !ProcessDescriptor.Wait(process, (int)limit.TotalMilliseconds))
            _ = Libc.Kill(Id, Libc.SIGKILL);
        return Wait();
    }

    public void Dispose()
    {
        if (_reaped) return;
        _ = Libc.Kill(Id, Libc.SIGKILL); // not reaped, so the number is still its own
        Wait();
    }
}
