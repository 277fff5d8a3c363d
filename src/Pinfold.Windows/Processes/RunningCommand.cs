namespace Pinfold.Windows.Processes;

/// <summary>A command inside its fence. Disposing it kills the whole tree.</summary>
public abstract class RunningCommand : IDisposable
{
    private protected RunningCommand()
    {
    }

    /// <summary>Its process's number.</summary>
    public abstract uint Id { get; }

    /// <summary>True where the keys of pinfold's console that interrupt reach the command by themselves.</summary>
    public virtual bool SharesConsole => true;

    /// <summary>Its terminal, or null.</summary>
    internal virtual ITerminal? Terminal => null;

    /// <summary>Kills every process of the tree. <see cref="Wait"/> then returns.</summary>
    public abstract void Kill();

    /// <summary>Blocks until the command has ended, and with it every process of its tree.</summary>
    public abstract LaunchResult Wait();

    /// <inheritdoc/>
    public abstract void Dispose();
}
