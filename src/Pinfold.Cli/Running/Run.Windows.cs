using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

internal static partial class Run
{
    private static Fence Ready(Func<Fence> make, StateFolder state)
    {
        var fence = make();
        var isApart = fence.Host.TellsSessionsApart && fence.Policy.Profile != Profile.FullAccess;
        return isApart ? fence.Under(state.TakeKeys(fence.Host.Token)) : fence;
    }

    private static Ending Command(
        RunOptions options, Fence fence, StateFolder state, Session session, CanonicalPath directory, ImmutableArray<KeyValuePair<string, string>> environment)
    {
        using var built = new BuiltFence(fence, state);
        if (built.Refusal is { } refusal) return Told(session, refusal);
        using var terminal = options.OwnTerminal ? new ConsoleRelay() : null;
        var request = new LaunchRequest
        {
            Argv = options.Argv, WorkingDirectory = directory, Environment = built.Complete(environment), Deadline = fence.Policy.Limits.Time, Terminal = terminal?.Size,
        };
        try
        {
            using var command = built.Start(request);
            using var signals = new SignalForwarding(command);
            terminal?.Relay(command);
            var result = command.Wait();
            terminal?.End();
            return Told(session, Endings.Of(result, built.Report, fence.Policy));
        }
        catch (LaunchException e)
        {
            return Told(session, Endings.Of(e.Result, built.Report, fence.Policy));
        }
        finally
        {
            ForgetTypedKeys();
        }
    }

    /// <summary>What the command typed into the console must not become the next line of the user's shell, also where standard input is a pipe.</summary>
    private static void ForgetTypedKeys()
    {
        try
        {
            using var keys = Kernel32.CreateFile(
                "CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE, Kernel32.OPEN_EXISTING, 0);
            _ = Kernel32.FlushConsoleInputBuffer(keys.DangerousGetHandle());
        }
        catch (NativeException)
        {
            // There is no console, and no shell that reads from it.
        }
    }

    private static Ending Told(Session session, Ending ending)
    {
        Write(session, "exit", Facts.Of(ending));
        return ending;
    }
}
