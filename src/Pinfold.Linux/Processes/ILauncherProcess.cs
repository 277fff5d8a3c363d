namespace Pinfold.Linux.Processes;

/// <summary>The launcher of a running command, as its caller can reach it.</summary>
internal interface ILauncherProcess : IDisposable
{
    /// <summary>
    /// Asks the launcher to pass <paramref name="signal"/> on to the command. One that has ended is no error.
    /// </summary>
    void Signal(int signal);

    /// <summary>Blocks until it has ended.</summary>
    /// <returns>The signal that killed it, 0 when it ended by itself, null when that is not known.</returns>
    int? Reap();
}
