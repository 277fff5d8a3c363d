using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Auditing;

/// <summary>
/// The audit of a session whose <c>pinfold</c> was killed: the launcher, which outlives it, ends the tree and then becomes this. Should
/// it be killed too, the audit stays owed.
/// </summary>
internal static class LateAudit
{
    private static readonly string[] Kept = ["HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"];

    /// <summary>What the launcher becomes; null when this program's path is not known.</summary>
    internal static Afterwards? Program(string session)
    {
        if (Environment.ProcessPath is not { } program) return null;
        var variables = Kept.Select(name => KeyValuePair.Create(name, Environment.GetEnvironmentVariable(name) ?? "")).Where(v => v.Value.Length > 0);
        return new([program, "audit", "--after", session], [.. variables]);
    }

    internal static int Execute(string session)
    {
        if (!SessionId.IsOne(session)) throw new CommandException($"--after '{session}' is not a session's name");
        using var state = StateFolder.Open(UserFolders.Find().State);
        OwedAudits.Settle(state, state.Session(session), quiet: true);
        return ExitStatus.Success;
    }
}
