using System.Collections.Immutable;
using Pinfold.Cli.Auditing;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Paths;
using Pinfold.Linux;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Terminal;
using Pinfold.Core.Workspace;

namespace Pinfold.Cli.Running;

internal static partial class Run
{
    /// <summary>The fence, after audits that earlier commands still owe: they may find what it must protect.</summary>
    private static Fence Ready(Func<Fence> make, StateFolder state)
    {
        var fence = make();
        return OwedAudits.Settle(state, fence) ? make() : fence;
    }

    private static Ending Command(
        RunOptions options, Fence fence, StateFolder state, Session session, CanonicalPath directory,
            ImmutableArray<KeyValuePair<string, string>> environment)
    {
        using var owed = Audits.Begin(fence, state.Session(session.Id));
        using var egress = EgressSession.For(fence.Policy, fence.Plan, data => session.Record("egress", data));
        environment = [.. egress?.Complete(environment) ?? environment, .. GitTrust.Variables(fence.Plan, environment)];
        var request = new LaunchRequest
        {
            Argv = options.Argv, WorkingDirectory = directory, Environment = environment,
            ServesEgress = egress is not null, Deadline = fence.Policy.Limits.Time,
            Account = fence.Host.Account,
            Afterwards = owed.IsEmpty ? null : LateAudit.Program(session.Id),
        };
        // The account cannot open the user's terminal again by name, so it gets one of its own.
        var ownTerminal = options.OwnTerminal
            || (fence.Host.Account is not null && TerminalSession.IsTerminal(0) && TerminalSession.IsTerminal(1));
        using var terminal = ownTerminal ? new TerminalSession() : null;
        if (terminal is not null) request = request with { Streams = terminal.Streams, OwnTerminal = true };
        using var command = Start(fence, request, state, owed);
        egress?.Serve(command);
        var result = NotStarted.Explain(Await(command, terminal, owed), options.Argv[0], directory, fence);
        if (egress is not null) result = egress.End(result);
        Write(session, "exit", Facts.Of(result));
        if (result.Outcome == LaunchOutcome.Failed) Auditor.Drop(owed); // nothing ran
        return Endings.Of(result,
            owed.IsEmpty || result.Outcome == LaunchOutcome.Failed
                ? AuditResult.None
                : Settle(session, Audits.In(state), owed),
            session.Id, fence.Policy);
    }

    /// <summary>
    /// Where nothing began, the audit is made at once: owed any longer, it would take what the user makes from now on
    /// for the command's.
    /// </summary>
    private static RunningCommand Start(Fence fence, LaunchRequest request, StateFolder state, AuditTicket owed)
    {
        try
        {
            return LinuxBackend.Start(fence.Plan, request);
        }
        catch (LaunchException)
        {
            Audits.In(state).Run(owed);
            throw;
        }
    }

    /// <summary>Until the tree's end. The user's terminal is theirs again before anything is said.</summary>
    private static LaunchResult Await(RunningCommand command, TerminalSession? terminal, AuditTicket owed)
    {
        using (terminal)
        {
            terminal?.Relay(command);
            using var signals = terminal is null ? new SignalForwarding(command) : null;
            Auditor.Prepare(owed);
            return command.Wait();
        }
    }
}
