using Pinfold.Cli.Output;
using Pinfold.Core.Attacks;

namespace Pinfold.Cli.Verifying;

/// <summary>One line for each attack that ended; on a terminal also the one that runs.</summary>
internal sealed class VerifyProgress(int count, bool json) : IProgress<AttackResult>
{
    private readonly bool _terminal = Messages.ErrorIsTerminal;
    private int _done;

    public void Report(AttackResult value)
    {
        _done++;
        if (_terminal) Messages.Error("\r\u001b[K");
        if (!json) Messages.Output(AttackReportText.Line(value, Messages.OutputHasColour));
        if (_terminal) Messages.Error($"{_done}/{count} {value.Attack.Family}");
    }

    internal void End()
    {
        if (_terminal) Messages.Error("\r\u001b[K");
    }
}
