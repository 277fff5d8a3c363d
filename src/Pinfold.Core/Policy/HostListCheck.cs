namespace Pinfold.Core.Policy;

/// <summary>
/// Refuses a list of hosts that the mode beside it ignores: who names hosts means that they, and no others, be reached.
/// </summary>
internal static class HostListCheck
{
    /// <summary>Checks each layer by its own words; the user's file inherits its mode from the machine's.</summary>
    /// <remarks>The machine's list beside <c>online</c>, and a list without mode in the machine's or a project's file,
    /// are bounds for other layers' lists, and not ignored.</remarks>
    internal static void Check(LayerRules machine, LayerRules user, LayerRules flags, LayerRules project,
        DiagnosticBag faults)
    {
        if (Mode(machine) == NetworkMode.Offline) InFile(machine, NetworkMode.Offline, faults);
        InFile(user, Mode(user) ?? Mode(machine) ?? NetworkMode.Offline, faults);
        if (Mode(project) is { } mode) InFile(project, mode, faults);
        if (flags.Allow is [var host, ..] && Mode(flags) is { } asked and not NetworkMode.Allowlist)
            faults.Add(DiagnosticCode.Contradiction, host.Origin,
                $"--network {PolicyWords.Of(asked)} ignores the hosts of --allow",
                "leave one of them out; --allow means --network allowlist");
    }

    private static void InFile(LayerRules layer, NetworkMode mode, DiagnosticBag faults)
    {
        if (layer.Allow is not [var host, ..] || mode == NetworkMode.Allowlist) return;
        var said = layer.Ordered.ContainsKey(PolicyKey.Mode) ? "" : ", which holds where the file says no mode,";
        faults.Add(DiagnosticCode.Contradiction, host.Origin,
            $"{PolicyKey.Mode} = {PolicyWords.Of(mode)}{said} ignores the hosts of {PolicyKey.Allow}",
            "write mode = \"allowlist\" in [network], or remove the hosts");
    }

    private static NetworkMode? Mode(LayerRules layer) =>
        (NetworkMode?)layer.Ordered.GetValueOrDefault(PolicyKey.Mode)?.Value;
}
