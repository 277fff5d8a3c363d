using Pinfold.Core.Ledger;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Cli.Installing;

internal static partial class Administrator
{
    internal const string Who = "root";

    /// <summary>How its commands are written.</summary>
    internal const string Pinfold = "sudo pinfold";

    internal static bool IsHere => Libc.GetEuid() == 0;

    /// <summary>What the administrator has to do besides; null when nothing.</summary>
    internal static string? Advice(IEnumerable<LedgerChange> plan) => plan.Any(c => c is LedgerChange.EnableUnit) ? null
        : $"here is neither systemd nor System V's init: let the host's start-up run {SetupPaths.Broker} as root, "
            + "in the background, or run 'pinfold setup' after each start";

    private static string Remedy(string verb) => $"run: sudo {Environment.ProcessPath ?? "pinfold"} {verb}";
}
