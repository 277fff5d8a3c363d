using Pinfold.Core.Ledger;

namespace Pinfold.Cli.Installing;

internal static partial class Administrator
{
    internal const string Who = "an administrator";

    /// <summary>How its commands are written.</summary>
    internal const string Pinfold = "pinfold";

    internal static bool IsHere => Environment.IsPrivilegedProcess;

    /// <summary>What the administrator has to do besides; null when nothing.</summary>
    internal static string? Advice(IEnumerable<LedgerChange> plan) => null;

    private static string Remedy(string verb) => "open a terminal with 'Run as administrator' and run: "
        + $"\"{Environment.ProcessPath ?? "pinfold"}\" "
        + $"{verb}{(verb == "uninstall" ? "; what your own commands have left on your folders needs none: pinfold uninstall --mine" : "")}";
}
