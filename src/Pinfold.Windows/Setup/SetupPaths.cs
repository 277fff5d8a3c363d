using Pinfold.Core.Planning.Windows.Elevated;

namespace Pinfold.Windows.Setup;

/// <summary>Where everything is that setup makes. Administrators', and on no path that another may change.</summary>
internal static class SetupPaths
{
    /// <summary>What must survive a restart: the ledger, and the host's state before it.</summary>
    internal const string State = WindowsSetup.DataFolder;

    internal const string Ledger = State + @"\ledger";

    /// <summary>The host's state before setup's first change.</summary>
    internal const string Before = State + @"\before";

    internal const string Programs = WindowsSetup.ProgramFolder;

    internal const string Pinfold = Programs + @"\pinfold.exe";
}
