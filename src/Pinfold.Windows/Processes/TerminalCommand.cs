namespace Pinfold.Windows.Processes;

/// <summary>A command with a terminal that it made itself.</summary>
internal sealed class TerminalCommand(RunningCommand command, FramedTerminal terminal) : RunningCommand
{
    /// <inheritdoc/>
    public override uint Id => command.Id;

    /// <inheritdoc/>
    public override bool SharesConsole => command.SharesConsole;

    /// <inheritdoc/>
    internal override ITerminal? Terminal => terminal;

    /// <inheritdoc/>
    public override void Kill() => command.Kill();

    /// <inheritdoc/>
    public override LaunchResult Wait() => command.Wait();

    /// <inheritdoc/>
    public override void Dispose()
    {
        command.Dispose();
        terminal.Dispose();
    }
}
