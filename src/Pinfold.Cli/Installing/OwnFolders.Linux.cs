using Pinfold.Core.Ledger;

namespace Pinfold.Cli.Installing;

/// <summary>Commands on Linux change nothing of a user's folders that outlasts them.</summary>
internal static class OwnFolders
{
    internal const bool AreChanged = false, AreOwed = false;

    internal static IEnumerable<string> TakeBack(Action<SetupStep> progress) => [];

    internal static IEnumerable<string> OfOthers() => [];
}
