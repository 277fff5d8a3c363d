namespace Pinfold.Linux.Setup;

/// <summary>systemd, where it is what started this host.</summary>
internal static class Systemd
{
    /// <summary>sd_booted(3).</summary>
    internal static bool IsHere => Directory.Exists("/run/systemd/system");

    /// <summary>The unit of the launch service, as a file.</summary>
    internal static string UnitText => $"""
        [Unit]
        Description=Pinfold's launch service
        # These load whole rule sets: ours comes after.
        After=nftables.service firewalld.service ufw.service

        [Service]
        Type=simple
        ExecStart={SetupPaths.Broker}
        Restart=on-failure
        # A restart ends the service alone: commands end with their clients.
        KillMode=process
        Delegate=yes
        # The launch service raises its own to the second; commands have the first.
        LimitNOFILE=1024:524288

        [Install]
        WantedBy=multi-user.target

        """;

    internal static bool IsEnabled(string unit) =>
        SystemTool.Run("systemctl", null, "is-enabled", "--quiet", unit).Status == 0;

    internal static void Enable(string unit)
    {
        SystemTool.Output("systemctl", null, "daemon-reload");
        SystemTool.Output("systemctl", null, "enable", unit);
    }

    /// <summary>Nothing happens when the unit is gone.</summary>
    internal static void Disable(string unit)
    {
        if (IsEnabled(unit)) SystemTool.Output("systemctl", null, "disable", unit);
    }

    internal static void Restart(string unit)
    {
        SystemTool.Output("systemctl", null, "daemon-reload");
        SystemTool.Output("systemctl", null, "restart", unit);
    }

    internal static void Stop(string unit) => SystemTool.Run("systemctl", null, "stop", unit);

    internal static void Reload() => SystemTool.Output("systemctl", null, "daemon-reload");
}
