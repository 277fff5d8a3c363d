using Pinfold.Cli.Sessions;

namespace Pinfold.Cli.Logging;

internal static partial class Prune
{
    /// <summary>No audit on Windows keeps anything in a session.</summary>
    private static bool IsNeeded(StateFolder state, string id) => false;
}
