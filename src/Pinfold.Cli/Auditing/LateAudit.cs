using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;

namespace Pinfold.Cli.Auditing;

/// <summary>The audit of a session whose <c>pinfold</c> was killed. Where nothing makes it, it stays owed.</summary>
internal static partial class LateAudit
{
    internal static int Execute(string session)
    {
        if (!SessionId.IsOne(session)) throw new CommandException($"--after '{session}' is not a session's name");
        using var state = StateFolder.Open(UserFolders.Find().State);
        OwedAudits.Settle(state, state.Session(session), quiet: true);
        return ExitStatus.Success;
    }
}
