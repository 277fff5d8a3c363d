using Pinfold.Core.Protocol;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>
/// A command that the broker started: it runs while this connection stands, and its end comes over it.
/// </summary>
internal sealed class BrokerCommand(Stream broker, uint id) : RunningCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly Task<(BrokerKind Kind, byte[] Body)> _ending = BrokerClient.Receive(broker,
        CancellationToken.None);
    private LaunchResult? _result;

    /// <inheritdoc/>
    public override uint Id => id;

    /// <inheritdoc/>
    public override bool SharesConsole => false;

    /// <inheritdoc/>
    public override void Kill()
    {
        try
        {
            broker.Write([0]);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return; // the connection is gone, and the command with it
        }
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The broker is gone: the command has ended with it, and nobody knows
    /// how.</exception>
    public override LaunchResult Wait()
    {
        if (_result is not null) return _result;
        try
        {
            var (kind, body) = _ending.GetAwaiter().GetResult();
            if (kind != BrokerKind.Ended || LaunchEnding.Read(body) is not { } ending)
                throw new IOException($"the broker's answer is not to be trusted: it said {kind}");
            return _result = new((LaunchOutcome)ending.Outcome, ending.Status,
                ending.Failure.Length == 0 ? null : ending.Failure);
        }
        catch (EndOfStreamException e)
        {
            throw new IOException(
                "the broker has ended, and with it the command: its status is not known; 'pinfold doctor' says more",
                e);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_result is null)
        {
            Kill();
            ((IAsyncResult)_ending).AsyncWaitHandle.WaitOne(Patience); // so that nothing is moved under what still runs
        }

        broker.Dispose();
        // seen
        _ = _ending.ContinueWith(static t => t.Exception, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}
