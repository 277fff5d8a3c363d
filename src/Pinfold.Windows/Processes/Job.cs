using System.Collections.Immutable;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// The job of a command's tree. Closing it ends every process in it, and so does the end of pinfold, however it comes.
/// </summary>
internal sealed class Job : IDisposable
{
    /// <summary>Asked once in a process: none leaves its job.</summary>
    private static readonly Lazy<bool> TakesUiLimits = new(CanStartUnderUiLimits, LazyThreadSafetyMode.PublicationOnly);

    private readonly PortHandle _port;

    private Job(JobHandle handle, PortHandle port) => (Handle, _port) = (handle, port);

    internal JobHandle Handle { get; }

    /// <summary>
    /// Limits of the user interface were asked for and cannot be had: pinfold itself runs in a job that its children
    /// stay in.
    /// </summary>
    internal bool LacksUiLimits { get; private init; }

    /// <summary>How many processes it holds.</summary>
    internal uint Count => Kernel32.Accounting(Handle).ActiveProcesses;

    /// <summary>Makes it, with its limits.</summary>
    internal static Job Create(WindowsStep.CreateJob step) => Create(step, () => TakesUiLimits.Value);

    /// <param name="step">The limits.</param>
    /// <param name="takesUiLimits">Whether a process can start in a job that has those of the user interface.</param>
    internal static Job Create(WindowsStep.CreateJob step, Func<bool> takesUiLimits)
    {
        var handle = Kernel32.CreateJob();
        try
        {
            Kernel32.SetLimits(handle, new()
            {
                BasicLimitInformation = new()
                {
                    LimitFlags = (uint)step.Limits,
                    ActiveProcessLimit = step.Limits.HasFlag(JobLimits.ActiveProcess) ? step.Processes : 0
                },
                JobMemoryLimit = step.Limits.HasFlag(JobLimits.JobMemory) ? (nuint)step.Memory : 0,
            });
            var hasUi = step.Ui != JobUiLimits.None && Recorder.Unrecorded(takesUiLimits);
            if (hasUi) Kernel32.SetUiLimits(handle, (uint)step.Ui);
            return new(handle, Kernel32.CompletionPort(handle))
                { LacksUiLimits = step.Ui != JobUiLimits.None && !hasUi };
        }
        catch (NativeException)
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What of <paramref name="step"/> the job does not have, though every call succeeded; one sentence for each.
    /// </summary>
    internal ImmutableArray<string> Missing(WindowsStep.CreateJob step)
    {
        var limits = Kernel32.Limits(Handle);
        var missing = ImmutableArray.CreateBuilder<string>();
        var lost = step.Limits & ~(JobLimits)limits.BasicLimitInformation.LimitFlags;
        if (lost != JobLimits.None) missing.Add($"the job does not keep {lost}");
        if (step.Limits.HasFlag(JobLimits.ActiveProcess)
            && limits.BasicLimitInformation.ActiveProcessLimit != step.Processes)
            missing.Add("the job does not limit processes");
        if (step.Limits.HasFlag(JobLimits.JobMemory) && limits.JobMemoryLimit != step.Memory)
            missing.Add("the job does not limit memory");
        return missing.DrainToImmutable();
    }

    /// <summary>Ends every process of it; a closed one has none.</summary>
    internal void Kill(uint code)
    {
        if (!Handle.IsClosed) Kernel32.Terminate(Handle, code);
    }

    /// <summary>Blocks until it holds no process any more.</summary>
    internal void WaitForEnd()
    {
        // Messages can be lost (Win32, JOBOBJECT_ASSOCIATE_COMPLETION_PORT): the count is what counts.
        const uint Patience = 250;
        while (Count > 0) _ = Kernel32.NextMessage(_port, Patience);
    }

    /// <summary>
    /// Jobs are nested only when neither has limits of the user interface (Win32, <i>Nested Jobs</i>). Whether a child
    /// of pinfold is in pinfold's job depends on that job and on those around it, of which a process can ask the
    /// innermost alone: most let children go silently (JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK, as node's job does). A
    /// child that never runs shows it. The jobs have no name by which an answer could be remembered for another
    /// process.
    /// </summary>
    private static bool CanStartUnderUiLimits()
    {
        if (!Kernel32.IsInJob()) return true;
        using var trial = Kernel32.CreateJob();
        Kernel32.SetUiLimits(trial, (uint)JobUiLimits.All);
        try
        {
            ChildProcess.Try(Environment.ProcessPath!, trial);
            return true;
        }
        catch (NativeException e) when (e.Code == Kernel32.ERROR_ACCESS_DENIED)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Handle.Dispose();
        _port.Dispose();
    }
}
