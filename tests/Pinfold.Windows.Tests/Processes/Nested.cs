using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// Stands for pinfold in pinfold's job: makes jobs of its own, with limits of the user interface where the system takes
/// them.
/// </summary>
internal static class Nested
{
    /// <summary>Ends one inner tree, says so, and waits with another, whose number it says.</summary>
    internal static int Run()
    {
        var step = new WindowsStep.CreateJob(JobLimits.KillOnJobClose, 0, 0, JobUiLimits.All);
        using (var job = Job.Create(step))
        {
            using var process = Start(job);
            job.Kill(1);
            job.WaitForEnd();
            Console.Out.Write($"inner ended: {job.Count} left\n");
        }

        using var left = Job.Create(step);
        using var waiting = Start(left);
        Console.Out.Write($"{Kernel32.IdOf(waiting)}\n");
        Kernel32.WaitFor(waiting, Kernel32.INFINITE);
        return 1;
    }

    private static ProcessHandle Start(Job job)
    {
        using var none = Streams.Own();
        return ChildProcess.Start(Bench.Of("wait-quietly"), job, null, null, null, none, null);
    }
}
