using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>Many sessions, at once and one after another.</summary>
[Collection(ElevatedCollection.Name)]
public sealed class LoadTests(Elevated elevated)
{
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Fifty_sessions_of_two_users_at_once_hear_themselves_alone()
    {
        const string Sessions = """
            import threading
            results = [None] * 25
            def one(i):
                fence = command(ops(plan()), '/bin/sh', '-c', 'echo $$ > /tmp/mine; echo up; read -r line; echo "$line" >> /tmp/mine; cat /tmp/mine; ls /proc | grep -c "^[0-9]"')
                read, write = os.pipe()
                out_read, out_write = os.pipe()
                s = Session(fence, streams=(read, out_write, out_write))
                os.close(read); os.close(out_write)
                s.out, old = out_read, s.out
                assert s.line() == 'up', s.reply
                ready.wait()
                os.write(write, b'token %d of %d\n' % (i, os.getuid()))
                results[i] = s.end()[0].split('\n')
            ready = threading.Barrier(25)
            threads = [threading.Thread(target=one, args=(i,)) for i in range(25)]
            for t in threads: t.start()
            for t in threads: t.join()
            assert [r and r[:2] for r in results] == [['2', f'token {i} of {os.getuid()}'] for i in range(25)], results
            """;
        using var ada = elevated.Machine.Start("ada", "python3", elevated.Script(Sessions));
        elevated.Python("bob", Sessions);
        ada.WaitForExit();
        Assert.Equal(0, ada.ExitCode);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_thousand_starts_leave_no_descriptor_thread_or_memory_in_the_broker()
    {
        const int Rounds = 5, StartsARound = 200, LeakOfAPageAStart = StartsARound * 4;
        elevated.Python("ada", Starts(StartsARound));
        var first = State();
        var grown = new List<int>();
        for (var (round, before) = (0, first); round < Rounds; round++)
        {
            elevated.Python("ada", Starts(StartsARound));
            var after = State();
            Assert.Equal(first.Descriptors, after.Descriptors);
            Assert.InRange(after.Threads, 0, first.Threads + 1);
            grown.Add(after.Memory - before.Memory);
            before = after;
        }

        // a heap grows in steps, a leak with each start
        Assert.True(grown.Min() < LeakOfAPageAStart, $"KiB in each round: {string.Join(", ", grown)}");
    }

    private static string Starts(int count) => $"""
        for i in range({count}):
            output, status, records = run(command(ops(plan()), '/bin/true')) # in a cgroup of its own
            assert status == 0, (i, output, records)
        """;

    /// <summary>Descriptors, threads and resident memory in KiB, once nothing of a session is left.</summary>
    private (int Descriptors, int Threads, int Memory) State()
    {
        var numbers = elevated.Python("root", $"""
            import time
            def count(): return len(os.listdir('/proc/{elevated.Broker}/fd')), len(os.listdir('/proc/{elevated.Broker}/task'))
            last, since = count(), time.monotonic()
            while time.monotonic() - since < 1:
                if count() != last: last, since = count(), time.monotonic()
                select.select([], [], [], 0.05)
            memory = next(int(l.split()[1]) for l in open('/proc/{elevated.Broker}/status') if l.startswith('VmRSS'))
            print(*last, memory)
            """).Split(' ').Select(int.Parse).ToArray();
        return (numbers[0], numbers[1], numbers[2]);
    }
}
