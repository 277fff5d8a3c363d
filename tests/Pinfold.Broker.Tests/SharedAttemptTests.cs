using Xunit;

namespace Pinfold.Broker.Tests;

public sealed class SharedAttemptTests
{
    [Fact]
    public void Callers_who_wait_while_an_attempt_runs_share_the_next_one()
    {
        const int Callers = 20;
        var shared = new SharedAttempt<int>();
        using var began = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var attempts = 0;
        int Attempt()
        {
            began.Set();
            goOn.Wait();
            return Interlocked.Increment(ref attempts);
        }

        var first = Started(() => Assert.Equal(1, shared.Result(Attempt)));
        began.Wait(TestContext.Current.CancellationToken);
        var results = new int[Callers];
        var others = Enumerable.Range(0, Callers)
            .Select(i => Started(() => results[i] = shared.Result(Attempt))).ToArray();
        while (!Array.TrueForAll(others, t => t.ThreadState.HasFlag(ThreadState.WaitSleepJoin))) Thread.Yield();
        goOn.Set();
        foreach (var thread in others.Append(first)) thread.Join();
        Assert.Equal(2, attempts);
        Assert.All(results, r => Assert.Equal(2, r)); // the one that ran when they asked had begun before
        Assert.Equal(3, shared.Result(Attempt));
    }

    private static Thread Started(Action work)
    {
        var thread = new Thread(() => work());
        thread.Start();
        return thread;
    }
}
