using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows.Elevated;

/// <summary>
/// (Policy, WindowsHostFacts, WindowsInstallation) → WindowsPlan, for the elevated mode: the unelevated fence's roots,
/// names, labels and handles, and in place of a copy of the user's token one of another account. Pure. What it rests
/// on: docs/security/windows.md.
/// </summary>
public static class ElevatedPlanner
{
    /// <summary>
    /// The paths that a backend must look up before it plans; more than the unelevated fence asks for by the folders
    /// above.
    /// </summary>
    public static ImmutableArray<CanonicalPath> PathsOfInterest(
        SandboxPolicy policy, CanonicalPath temp, CanonicalPath state, ImmutableArray<CanonicalPath> tools)
    {
        var asked = WindowsPlanner.PathsOfInterest(policy, temp, state).AddRange(tools);
        return [.. asked.Concat(asked.SelectMany(Above)).Distinct(WindowsPathComparer.Instance)];
    }

    /// <summary>
    /// The plan for <paramref name="policy"/> on <paramref name="host"/>; a profile without a fence has no elevated
    /// mode.
    /// </summary>
    public static WindowsPlan For(SandboxPolicy policy, WindowsHostFacts host, WindowsInstallation installed)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(installed);
        if (policy.Profile == Profile.FullAccess) return WindowsPlanner.For(policy, host);
        policy = Spelled.As(policy, host);
        var account = policy.Network == NetworkMode.Online ? installed.Online : installed.Offline;
        var roots = WindowsRoots.Of(policy, host);
        var names = WindowsNames.Of(policy, host, roots);
        var session = CapabilitySid.ForSession(host.User, host.SessionId);
        var temp = host.Temp.Combine($"pinfold-{host.SessionId}");
        var bare = AccountLogon.TokenOf(account, [installed.Group], WellKnownSids.LogonSession(0, 0));
        var grants = ElevatedGrants.Of(policy, host, installed, bare, roots, temp);
        ImmutableArray<Sid> capabilities = [.. roots.Usable.Select(r => r.Capability)];
        var command = AccountLogon.TokenOf(account, [installed.Group, .. capabilities, .. grants.ReadingSids, session],
            WellKnownSids.LogonSession(0, 0));
        var secrets = Reachable(WindowsSecrets.Of(policy, host), host, command,
            [.. roots.Usable.Select(r => r.Path), .. grants.Reads.Select(PathOf)]);
        var sddl = new SessionDescriptors(host.User, session);

        var steps = ImmutableArray.CreateBuilder<WindowsStep>();
        steps.Add(WindowsPlanner.Job(policy, isFenced: true));
        foreach (var root in roots.Usable) steps.Add(new WindowsStep.Pin(root.Path, Control.Writes));
        foreach (var root in roots.Usable) steps.Add(root.Grant);
        steps.AddRange(grants.Keep);
        foreach (var root in roots.Usable) steps.Add(root.Label);
        foreach (var pin in names.Pins) steps.Add(new WindowsStep.Pin(pin, Control.Handoffs));
        steps.AddRange(names.Steps);
        foreach (var path in names.Absent) steps.Add(new WindowsStep.Placeholder(path, sddl.Placeholder));
        steps.AddRange(grants.Reads);
        foreach (var pin in secrets.Steps.Select(PathOf).Where(roots.Contain))
            steps.Add(new WindowsStep.Pin(pin, Control.Secrets));
        steps.AddRange(secrets.Steps);
        steps.AddRange(grants.Shown);
        if (host.VolumeOf(temp) is { HasAcls: true }) steps.Add(new WindowsStep.PrivateTemp(temp, sddl.Temp));
        steps.Add(
            new WindowsStep.CreateWindowStation($"pinfold-{host.SessionId}", sddl.WindowStation(host.Token.LogonSid)));
        steps.Add(new WindowsStep.CreateDesktop($"pinfold-{host.SessionId}", sddl.Desktop));
        var isAllowlist = policy.Network == NetworkMode.Allowlist;
        steps.Add(AccountLogon.Step(account, installed.Group, host.User, session, capabilities, grants.ReadingSids,
            host.TerminalSession, isAllowlist ? host.ProxySlot : null)
            with { AwaitsProxy = isAllowlist && host.ProxySlot is null });
        steps.Add(new WindowsStep.PassHandles(["standard input", "standard output", "standard error"]));
        steps.Add(new WindowsStep.FilterEnvironment(temp));
        return ElevatedExpectation.Of(policy, host, installed, steps.DrainToImmutable(), roots, names, secrets, grants);
    }

    /// <summary>
    /// Labels only for secrets that the account's command could read: the rest of the profile grants it nothing.
    /// </summary>
    private static WindowsSecrets Reachable(WindowsSecrets secrets, WindowsHostFacts host, Token command,
        ImmutableArray<CanonicalPath> granted) => new(
            [.. secrets.Steps.Where(s => granted.Any(g => WindowsPath.IsWithin(PathOf(s), g))
                || DescriptorRights.CanRead(command, host.Find(PathOf(s))?.Descriptor))],
            secrets.Open);

    private static IEnumerable<CanonicalPath> Above(CanonicalPath path)
    {
        for (var folder = path.Parent; folder.Value.Length > 3; folder = folder.Parent) yield return folder;
    }

    private static CanonicalPath PathOf(WindowsStep step) => step switch
    {
        WindowsStep.HideSecret s => s.Path,
        WindowsStep.RevealSecret s => s.Path,
        WindowsStep.GrantRead s => s.Path,
        _ => throw new InvalidOperationException($"{step.GetType().Name} has no path here"),
    };
}
