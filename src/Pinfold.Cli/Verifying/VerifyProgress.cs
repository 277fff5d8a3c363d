using Pinfold.Cli.Output;
using Pinfold.Core.Attacks;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Verifying;

/// <summary>One line for each attack that ended; on a terminal also the one that runs.</summary>
internal sealed class VerifyProgress(int count, bool json) : IProgress<AttackResult>
{
    private readonly bool _terminal = Libc.IsATty(2) == 1 && Environment.GetEnvironmentVariable("TERM") is not (null or "dumb");
    private int _done;

    public void Report(AttackResult value)
    {
        _done++;
        if (_terminal) StandardStreams.Error("\r\u001b[K");
        if (!json) StandardStreams.Output(AttackReportText.Line(value, StandardStreams.OutputHasColour));
        if (_terminal) StandardStreams.Error($"{_done}/{count} {value.Attack.Family}");
    }

    internal void End()
    {
        if (_terminal) StandardStreams.Error("\r\u001b[K");
    }
}
