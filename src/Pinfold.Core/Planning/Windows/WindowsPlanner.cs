using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// (Policy, WindowsHostFacts) → WindowsPlan, for the unelevated fence. Pure. What it rests on:
/// docs/security/windows.md.
/// </summary>
public static class WindowsPlanner
{
    /// <summary>
    /// The paths that a backend must look up before it plans: a short list, independent of the workspace's size.
    /// </summary>
    public static ImmutableArray<CanonicalPath> PathsOfInterest(SandboxPolicy policy, CanonicalPath temp,
        CanonicalPath state) =>
        [.. Planner.PathsOfInterest(policy).Where(WindowsPath.IsOnDrive), temp, state];

    /// <summary>
    /// The paths of git directories that a backend must look up besides: what is kept in them, and every folder between
    /// that and a root.
    /// </summary>
    /// <param name="git">The git directories.</param>
    /// <param name="roots">Writable roots.</param>
    /// <param name="more">Further names that are kept.</param>
    public static IEnumerable<CanonicalPath> GitPathsOfInterest(GitFacts git, IEnumerable<CanonicalPath> roots,
        params IEnumerable<CanonicalPath> more)
    {
        ArgumentNullException.ThrowIfNull(git);
        var directories = git.Directories.Where(g => g.Verified)
            .SelectMany(g => (CanonicalPath[])[g.CommonDir, g.Path]).ToArray();
        CanonicalPath[] tops = [.. roots, .. directories];
        foreach (var top in directories) yield return top;
        foreach (var path in git.Protected.Concat(more))
            for (var at = path; tops.Any(r => at != r && WindowsPath.IsWithin(at, r)); at = at.Parent) yield return at;
    }

    /// <summary>The plan for <paramref name="policy"/> on <paramref name="host"/>.</summary>
    public static WindowsPlan For(SandboxPolicy policy, WindowsHostFacts host)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(host);
        policy = Spelled.As(policy, host);
        var isFenced = policy.Profile != Profile.FullAccess;
        var roots = isFenced ? WindowsRoots.Of(policy, host) : WindowsRoots.None;
        var names = WindowsNames.Of(policy, host, roots);
        var secrets = WindowsSecrets.Of(policy, host);
        var session = CapabilitySid.ForSession(host.User, host.SessionId);
        var sddl = new SessionDescriptors(host.User, session, host.Keys);
        var temp = host.Temp.Combine($"pinfold-{host.SessionId}");
        var steps = ImmutableArray.CreateBuilder<WindowsStep>();
        steps.Add(Job(policy, isFenced));
        if (isFenced)
        {
            foreach (var root in roots.Usable) steps.Add(new WindowsStep.Pin(root.Path, Control.Writes));
            foreach (var root in roots.Usable) steps.Add(root.Grant);
            foreach (var root in roots.Usable)
                if (root.DenyDeleteChild(host.User) is { } deny) steps.Add(deny);
            foreach (var folder in host.LowFolders)
                if (WindowsRoots.DenyDeleteChild(folder, host) is { } deny) steps.Add(deny);
            foreach (var root in roots.Usable) steps.Add(root.Label);
            foreach (var pin in names.Pins) steps.Add(new WindowsStep.Pin(pin, Control.Handoffs));
            steps.AddRange(names.Steps);
            foreach (var path in names.Absent) steps.Add(new WindowsStep.Placeholder(path, sddl.Placeholder));
            foreach (var pin in secrets.Steps.Select(PathOf).Where(roots.Contain))
                steps.Add(new WindowsStep.Pin(pin, Control.Secrets));
            steps.AddRange(secrets.Steps);
            if (host.VolumeOf(temp) is { HasAcls: true }) steps.Add(new WindowsStep.PrivateTemp(temp, sddl.Temp));
            steps.Add(new WindowsStep.CreateWindowStation($"pinfold-{host.SessionId}",
                sddl.WindowStation(host.Token.LogonSid)));
            steps.Add(new WindowsStep.CreateDesktop($"pinfold-{host.SessionId}", sddl.Desktop));
            steps.Add(Token(host, roots, session, sddl));
        }

        steps.Add(new WindowsStep.PassHandles(["standard input", "standard output", "standard error"]));
        steps.Add(new WindowsStep.FilterEnvironment(isFenced ? temp : host.Temp));
        var all = steps.DrainToImmutable();
        return WindowsExpectation.Of(policy, host, all, roots, names, secrets);
    }

    internal static WindowsStep.CreateJob Job(SandboxPolicy policy, bool isFenced) =>
        Job((uint)(policy.Limits.Processes ?? 0), (ulong)(policy.Limits.Memory ?? 0), isFenced);

    /// <param name="processes">The most processes; 0 for any number.</param>
    /// <param name="memory">The most memory in bytes; 0 for any.</param>
    /// <param name="isFenced">Whether the user interface is limited.</param>
    internal static WindowsStep.CreateJob Job(uint processes, ulong memory, bool isFenced)
    {
        var limits = JobLimits.KillOnJobClose | JobLimits.DieOnUnhandledException;
        if (processes != 0) limits |= JobLimits.ActiveProcess;
        if (memory != 0) limits |= JobLimits.JobMemory;
        var ui = isFenced ? JobUiLimits.All : JobUiLimits.None;
        return new(limits, processes, memory, ui);
    }

    private static WindowsStep.CreateToken Token(WindowsHostFacts host, WindowsRoots roots, Sid session,
        SessionDescriptors sddl)
    {
        var sids = ImmutableArray.CreateBuilder<Sid>();
        foreach (var root in roots.Usable) sids.Add(root.Capability);
        sids.Add(session);
        if (host.Token.LogonSid is { } logon) sids.Add(logon);
        sids.Add(WellKnownSids.Everyone);
        var flags = RestrictedTokenFlags.DisableMaxPrivilege
            | RestrictedTokenFlags.LuaToken | RestrictedTokenFlags.WriteRestricted;
        return new(flags, SessionKeys.DenyOnly(host.Token, host.Keys), sids.DrainToImmutable(), sddl.DefaultDacl,
            FenceLevel.Sid, sddl.Token);
    }

    private static CanonicalPath PathOf(WindowsStep step) => step switch
    {
        WindowsStep.HideSecret s => s.Path,
        WindowsStep.RevealSecret s => s.Path,
        _ => throw new InvalidOperationException($"{step.GetType().Name} is no step for secrets"),
    };
}
