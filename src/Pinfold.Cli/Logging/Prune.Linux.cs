using Pinfold.Cli.Sessions;
using Pinfold.Linux.Workspace;

namespace Pinfold.Cli.Logging;

internal static partial class Prune
{
    private static bool IsNeeded(StateFolder state, string id) =>
        !new Quarantine(state.Session(id)).List().IsEmpty || Audit.IsOwed(state.Path, state.Session(id));
}
