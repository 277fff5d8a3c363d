using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>A command that the broker has started, and what is held for it.</summary>
/// <param name="user">Whose it is.</param>
/// <param name="proxySlot">The place of its proxy's port, which is nobody else's while it runs; null for none.</param>
/// <param name="command">The command.</param>
/// <param name="held">Closed after it has ended, the last one first.</param>
/// <param name="gone">Told when it is.</param>
internal sealed class StartedLaunch(Sid user, int? proxySlot, RunningCommand command, IReadOnlyList<IDisposable> held,
    Action<StartedLaunch> gone)
    : IDisposable
{
    private bool _isGone;

    internal Sid User => user;

    internal int? ProxySlot => proxySlot;

    internal RunningCommand Command => command;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isGone) return;
        _isGone = true;
        command.Kill();
        command.Wait(); // what is held is let go of when nothing uses it
        gone(this); // nobody ends it any more
        command.Dispose();
        Close(held);
    }

    internal static void Close(IReadOnlyList<IDisposable> held)
    {
        for (var i = held.Count - 1; i >= 0; i--) held[i].Dispose();
    }
}
