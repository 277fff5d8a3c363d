using Pinfold.Core.Ledger;

namespace Pinfold.Core.Tests.Ledger;

/// <summary>
/// A host and its disk in memory, which outlive the process that sets them up. That one dies at a chosen moment: before
/// a change or a record, or after it. A record that it dies in is half on the disk.
/// </summary>
internal sealed class ModelSetupHost : ISetupHost
{
    private readonly List<byte> _disk = [];
    private int _moment, _diesAt = int.MaxValue;

    internal HashSet<LedgerChange> There { get; } = [];

    /// <summary>The kind of change that this host does not know how to make.</summary>
    internal Type? Lacks { get; init; }

    /// <summary>Every record and change so far, in order.</summary>
    internal List<string> Events { get; } = [];

    /// <summary>The ledger as another process finds it.</summary>
    internal LedgerBook Book => LedgerBook.Replay([.. _disk]);

    /// <summary>What is there, as an uninstall compares it.</summary>
    internal HostState State() => new(
        new(There.ToDictionary(c => $"{c.GetType().Name} {c.Path} {c.Identity}", _ => "there", StringComparer.Ordinal),
            StringComparer.Ordinal));

    /// <summary>Sets up in a process of its own, which dies at that moment; false when it ended before.</summary>
    internal bool Killed(int moment, Action<SetupRun> work) => !Ends(moment, work);

    internal void Do(Action<SetupRun> work, Action<SetupStep>? done = null) =>
        work(new(new File(this), this, done ?? (_ => { })));

    public bool Holds(LedgerChange change) => There.Contains(change);

    public void Make(LedgerChange change)
    {
        if (change.GetType() == Lacks) throw new IOException("there is no such thing on this host");
        Pass();
        There.Add(change);
        Events.Add($"made {change.Path}");
        Pass();
    }

    public string? TakeBack(LedgerChange change)
    {
        Pass();
        There.Remove(change);
        Events.Add($"took back {change.GetType().Name} {change.Path}");
        Pass();
        return null;
    }

    public string? Remains(LedgerChange change)
    {
        Events.Add($"looked at {change.GetType().Name} {change.Path}");
        return null;
    }

    private bool Ends(int moment, Action<SetupRun> work)
    {
        (_moment, _diesAt) = (0, moment);
        try
        {
            Do(work);
            return true;
        }
        catch (KilledException)
        {
            return false;
        }
        finally
        {
            _diesAt = int.MaxValue;
        }
    }

    private void Pass()
    {
        if (_moment++ == _diesAt) throw new KilledException();
    }

    /// <summary>Not an IOException: nobody can catch being killed.</summary>
    private sealed class KilledException : Exception;

    private sealed class File : HostLedger
    {
        private readonly ModelSetupHost _host;

        internal File(ModelSetupHost host)
            : base(host.Book)
        {
            _host = host;
            host._disk.RemoveRange(Book.ValidLength, host._disk.Count - Book.ValidLength);
        }

        protected override void Append(byte[] line)
        {
            var half = line.Length / 2;
            _host._disk.AddRange(line.AsSpan(0, half));
            _host.Pass();
            _host._disk.AddRange(line.AsSpan(half));
            _host.Events.Add("record");
            _host.Pass();
        }
    }
}
