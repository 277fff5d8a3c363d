using System.Collections.Immutable;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Pinfold.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Cli.Running;

internal static partial class Run
{
    /// <summary>
    /// The fence, after audits that earlier commands still owe, and a first look at folders that no audit knows: they
    /// find what it must protect.
    /// </summary>
    private static Fence Ready(Func<Fence> make, StateFolder state)
    {
        var fence = make();
        if (fence.Policy.Profile == Profile.FullAccess) return fence;
        var keys = fence.Installed is null && fence.Host.TellsSessionsApart ? state.TakeKeys(fence.Host.Token) : null;
        fence = Apart(fence);
        if (!Gaps.Of(fence).IsEmpty) return fence; // nothing will run
        if (OwedAudits.Settle(state, fence)) fence = Apart(make());
        return Audits.LearnFirst(state, fence) ? Apart(make()) : fence;

        Fence Apart(Fence made) => keys is null ? made : made.Under(keys);
    }

    private static Ending Command(
        RunOptions options, Fence fence, StateFolder state, Session session, CanonicalPath directory,
            ImmutableArray<KeyValuePair<string, string>> environment)
    {
        using var egress = EgressSession.For(fence, data => session.Record("egress", data));
        environment = egress?.Complete(environment) ?? environment;
        fence = fence.Through(egress?.Slot);
        var built = new BuiltFence(fence, state);
        AuditTicket? owed = null;
        try
        {
            if (built.Refusal is { } refusal) return Told(session, refusal);
            owed = Audits.Begin(fence, state.Session(session.Id)); // the fence's own changes are older than that
            var ending = Fenced(options, fence, built, directory, environment);
            if (egress is not null) ending = egress.End(ending, fence.Policy);
            built.Dispose(); // what it holds could not be moved
            var audit = owed.IsEmpty ? AuditResult.None : Settle(session, Audits.In(state), owed);
            return Told(session, ending.With(audit, session.Id, fence.Policy));
        }
        finally
        {
            built.Dispose();
            owed?.Dispose();
        }
    }

    private static Ending Fenced(
        RunOptions options, Fence fence, BuiltFence built, CanonicalPath directory,
        ImmutableArray<KeyValuePair<string, string>> environment)
    {
        using var terminal = options.OwnTerminal ? new ConsoleRelay() : null;
        var request = new LaunchRequest
        {
            Argv = options.Argv, WorkingDirectory = directory, Environment = built.Complete(environment),
            Deadline = fence.Policy.Limits.Time, Terminal = terminal?.Size,
        };
        try
        {
            using var command = built.Start(request);
            using var signals = new SignalForwarding(command);
            terminal?.Relay(command);
            var result = command.Wait();
            terminal?.End();
            return Endings.Of(result, built.Report, fence.Policy);
        }
        catch (LaunchException e)
        {
            return Endings.Of(e.Result, built.Report, fence.Policy);
        }
        finally
        {
            ForgetTypedKeys();
        }
    }

    /// <summary>
    /// What the command typed into the console must not become the next line of the user's shell, also where standard
    /// input is a pipe.
    /// </summary>
    private static void ForgetTypedKeys()
    {
        try
        {
            using var keys = Kernel32.CreateFile(
                "CONIN$", Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE, Kernel32.FILE_SHARE_READ
                    | Kernel32.FILE_SHARE_WRITE, Kernel32.OPEN_EXISTING, 0);
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
