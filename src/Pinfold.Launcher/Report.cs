using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>The status pipe: records of 16 bytes, written whole (pipe(7): up to PIPE_BUF is atomic).</summary>
internal static unsafe class Report
{
    internal const nint StatusFd = 4;

    internal static void Send(LaunchStatus status, uint step, int value)
    {
        uint* record = stackalloc uint[4];
        record[0] = (uint)status;
        record[1] = step;
        record[2] = (uint)value;
        record[3] = 0;
        Sys.Call(Sys.Write, StatusFd, (nint)record, 16);
    }

    /// <summary>Fail closed: says which step failed with which errno, and ends this process.</summary>
    internal static void Fail(uint step, nint error)
    {
        Send(LaunchStatus.StepFailed, step, -(int)error);
        Sys.Exit(125);
    }
}
