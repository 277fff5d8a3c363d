using Pinfold.Launcher.Native;

namespace Pinfold.Launcher;

/// <summary>
/// The status pipe: records of 16 bytes and a text, written whole (pipe(7): up to PIPE_BUF is atomic).
/// </summary>
internal static unsafe class Report
{
    internal const nint StatusFd = 4;
    internal const int MaxText = 128;

    internal static nint Send(LaunchStatus status, uint step, int value) => Send(status, step, value, null, 0);

    internal static nint Send(LaunchStatus status, uint step, int value, byte* text, int length)
    {
        uint* record = stackalloc uint[4 + (MaxText / 4)];
        record[0] = (uint)status;
        record[1] = step;
        record[2] = (uint)value;
        record[3] = (uint)length;
        for (int i = 0; i < length; i++) ((byte*)(record + 4))[i] = text[i];
        return Sys.Call(Sys.Write, StatusFd, (nint)record, 16 + length);
    }

    /// <summary>Fail closed: says which step failed with which errno, and ends this process.</summary>
    internal static void Fail(uint step, nint error)
    {
        Send(LaunchStatus.StepFailed, step, -(int)error);
        Sys.Exit(125);
    }
}
