namespace Pinfold.Linux.Setup;

/// <summary>Where everything is that setup makes. Root's, and on no path that another may change.</summary>
internal static class SetupPaths
{
    /// <summary>What must survive a restart: the ledger, and the host's state before it.</summary>
    internal const string State = "/var/lib/pinfold";

    internal const string Ledger = State + "/ledger";

    /// <summary>The host's state before setup's first change.</summary>
    internal const string Before = State + "/before";

    internal const string Programs = "/usr/local/lib/pinfold";

    internal const string Broker = Programs + "/pinfold-broker";

    internal const string Units = "/etc/systemd/system";

    internal const string Unit = "pinfold-broker.service";

    internal const string Runtime = "/run/pinfold";

    internal const string Socket = Runtime + "/broker.sock";
}
