namespace Pinfold.Linux.Processes;

/// <summary>A command inside its fence. Disposing it kills the whole tree.</summary>
public sealed class RunningCommand : IDisposable
{
    /// <summary>Sends a signal to the command (not to its children).</summary>
    public void Signal(int signal) => throw new NotSupportedException();

    /// <summary>Blocks until every process of the tree has ended.</summary>
    public LaunchResult Wait() => throw new NotSupportedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
