namespace Pinfold.Windows.Processes;

/// <summary>A command whose streams are copied to the user's console.</summary>
internal sealed class RelayedCommand(RunningCommand command, ConsoleStreams streams) : RunningCommand
{
    /// <inheritdoc/>
    public override uint Id => command.Id;

    /// <inheritdoc/>
    public override bool SharesConsole => command.SharesConsole;

    /// <inheritdoc/>
    public override void Kill() => command.Kill();

    /// <inheritdoc/>
    public override LaunchResult Wait()
    {
        var result = command.Wait();
        streams.Drain();
        return result;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        command.Dispose();
        streams.Dispose();
    }
}
