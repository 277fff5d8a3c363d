using System.Collections.Immutable;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>The algebra of layers (docs/policy.md): the machine's file is a ceiling, the user's and the flags choose
/// below it, the project's tightens.</summary>
internal sealed class PolicyMerge(LayerRules builtIn, LayerRules machine, LayerRules user, LayerRules flags,
    LayerRules project,
    DiagnosticBag faults)
{
    /// <summary>Every writable root that a layer names.</summary>
    internal IReadOnlyCollection<PathRule> SaidRoots =>
        [.. user.Write ?? machine.Write ?? builtIn.Write!,
            .. Of(machine.Write), .. Of(flags.Write), .. Of(project.Write)];

    /// <summary>The merged policy, without its hash. Meaningless when faults were reported.</summary>
    internal SandboxPolicy Merge(PathSyntax paths, IReadOnlyList<CanonicalPath> own)
    {
        var profile = (Profile)Ordered(PolicyKey.Profile, (long)Profile.WorkspaceWrite, refuseWider: true);
        var mode = (NetworkMode)Ordered(PolicyKey.Mode, (long)NetworkMode.Offline, refuseWider: true);
        var time = Limit(PolicyKey.Time);
        var policy = new SandboxPolicy
        {
            Workspace = paths.Workspace,
            Profile = profile,
            Accepted = [.. Accepted().Distinct().Order()],
            Write = Canonical.Paths(Roots(paths.Workspace, profile)),
            DenyRead = Canonical.Paths(
                [.. builtIn.DenyRead!, .. Of(machine.DenyRead), .. Of(user.DenyRead), .. Of(project.DenyRead)]),
            Read = Canonical.Paths(Reopened()),
            Protect = Canonical.Names(Names()),
            Network = mode,
            Allow = Canonical.Hosts(Hosts(mode)),
            Loopback = [.. Ports().Distinct().Order()],
            Commands = Canonical.Commands([.. Of(machine.Commands), .. Of(user.Commands), .. Of(project.Commands)]),
            Limits = new()
            {
                Processes = (int?)Limit(PolicyKey.Processes),
                Memory = Limit(PolicyKey.Memory),
                Time = time is { } ticks ? TimeSpan.FromTicks(ticks) : null,
                Temp = Limit(PolicyKey.Temp),
            },
            Environment = Environment(),
            GuardDeletions = (int?)Limit(PolicyKey.Deletions),
            Hash = "",
            Grantable = machine.Allow is { } ceiling ? [.. ceiling] : null,
        };
        return policy with { ProtectPaths = Canonical.Paths(Places(policy, own)) };
    }

    /// <summary>The tighter of what the user chose and what the project says.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fallback">Where nobody says anything.</param>
    /// <param name="refuseWider">A project that asks for more is a fault; else it changes nothing: a limit says "at
    /// most".</param>
    private long Ordered(string key, long fallback, bool refuseWider)
    {
        var ceiling = machine.Ordered.GetValueOrDefault(key);
        foreach (var layer in (LayerRules[])[user, flags])
            if (layer.Ordered.GetValueOrDefault(key) is { } said && ceiling is not null && said.Value > ceiling.Value)
                Forbidden(said.Origin, $"{key} = {Show(key, said.Value)}",
                    $"{key} = {Show(key, ceiling.Value)}", ceiling.Origin);
        // A machine's full-access is leave, not an order: dropping the fence needs the user's own word.
        var byFiles = user.Ordered.GetValueOrDefault(key)?.Value
            ?? (ceiling is null ? fallback
                : key == PolicyKey.Profile ? Math.Min(ceiling.Value, fallback)
                : ceiling.Value);
        var chosen = flags.Ordered.GetValueOrDefault(key)?.Value ?? byFiles;
        if (project.Ordered.GetValueOrDefault(key) is not { } asked) return chosen;
        if (refuseWider && asked.Value > Math.Max(chosen, byFiles))
            faults.Add(DiagnosticCode.ProjectWidens, asked.Origin,
                $"the project asks for {key} = {Show(key, asked.Value)}, and the user allows {Show(key, Math.Max(chosen, byFiles))}",
                $"remove the line; the user can say {key} in the user's file, "
                + $"or --{(key == PolicyKey.Mode ? "network" : "profile")} {Show(key, asked.Value)}");
        return Math.Min(chosen, asked.Value);
    }

    private long? Limit(string key) =>
        Ordered(key, long.MaxValue, refuseWider: false) is var value and not long.MaxValue ? value : null;

    private static string Show(string key, long value) => key switch
    {
        PolicyKey.Profile => PolicyWords.Of((Profile)value),
        PolicyKey.Mode => PolicyWords.Of((NetworkMode)value),
        PolicyKey.Time => Quantity.Duration(TimeSpan.FromTicks(value)),
        PolicyKey.Memory or PolicyKey.Temp => Quantity.Bytes(value),
        _ => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private List<Control> Accepted()
    {
        var said = (user.Accept ?? (user.Strict is null ? Of(machine.Accept) : [])).Concat(Of(flags.Accept)).ToList();
        if (machine.Accept is not null || machine.Strict is not null)
            foreach (var control in said)
                if (Of(machine.Accept).All(m => m.Value != control.Value))
                    Forbidden(control.Origin, $"accept {PolicyWords.Of(control.Value)}", "other gaps, or none",
                        (machine.Accept?.FirstOrDefault()?.Origin ?? machine.Strict?.Origin) ?? control.Origin);
        return project.Strict is null ? said.ConvertAll(s => s.Value) : [];
    }

    private List<PathRule> Roots(CanonicalPath workspace, Profile profile)
    {
        foreach (var rule in Of(user.Write).Concat(Of(flags.Write)))
            if (machine.Write is { } ceiling && !ceiling.Any(m => m.Covers(rule.Prefix)))
                Forbidden(rule.Origin, $"write {rule.Prefix}", "only other folders",
                    ceiling.FirstOrDefault()?.Origin ?? rule.Origin);
        List<PathRule> roots = [.. user.Write ?? machine.Write ?? builtIn.Write!, .. Of(flags.Write)];
        if (project.Write is { } narrowed)
        {
            foreach (var rule in narrowed)
                if (!rule.Prefix.IsWithin(workspace) || !roots.Any(r => r.Covers(rule.Prefix)))
                    faults.Add(DiagnosticCode.ProjectWidens, rule.Origin,
                        $"the project asks to write {rule.Prefix}, which the user does not allow or which lies outside the workspace",
                        "name folders inside the workspace; the user can say write in the user's file or --write");
            roots = [.. roots.Where(r => !r.Prefix.IsWithin(workspace) && !workspace.IsWithin(r.Prefix)), .. narrowed];
        }

        return profile == Profile.ReadOnly ? [] : roots;
    }

    private List<PathRule> Reopened()
    {
        foreach (var rule in Of(user.Read).Concat(Of(flags.Read)))
        {
            if (machine.Read is { } ceiling && !ceiling.Any(m => m.Contains(rule)))
                Forbidden(rule.Origin, $"read {rule.Shown}", "only other secrets",
                    ceiling.FirstOrDefault()?.Origin ?? rule.Origin);
            else if (Of(machine.DenyRead).FirstOrDefault(d => d.Covers(rule.Prefix)) is { } denied)
                Forbidden(rule.Origin, $"read {rule.Shown}", $"deny_read {denied.Shown}",
                    denied.Origin);
        }

        return [.. user.Read ?? Of(machine.Read), .. Of(flags.Read)];
    }

    private List<HandoffRule> Names()
    {
        var released = Released();
        List<HandoffRule> names = [.. builtIn.Protect!, .. Of(user.Protect)];
        names.RemoveAll(p => released.Exists(r => r.Value == p.Name));
        return [.. names, .. Of(machine.Protect), .. Of(project.Protect)];
    }

    /// <summary>
    /// Places that lie in a writable root; Pinfold's own folders among them, which nobody can release.
    /// </summary>
    private List<PathRule> Places(SandboxPolicy policy, IReadOnlyList<CanonicalPath> own)
    {
        List<Said<string>> released = [.. user.Unprotect ?? Of(machine.Unprotect), .. Of(flags.Unprotect)];
        List<PathRule> places = [.. builtIn.ProtectPaths!, .. Of(user.ProtectPaths)];
        places.RemoveAll(p => released.Exists(r => r.Value == p.Pattern));
        places.AddRange([.. Of(machine.ProtectPaths), .. Of(project.ProtectPaths)]);
        foreach (var path in own) places.Add(new(path.Value, path, null, Origin.OwnFolder));
        places.RemoveAll(p => !policy.Write.Any(r => r.Covers(p.Prefix)));
        return places;
    }

    private List<Said<string>> Released()
    {
        List<Said<string>> said = [.. Of(user.Unprotect), .. Of(flags.Unprotect)];
        List<Said<string>> kept = [.. Of(machine.Protect).Select(p => new Said<string>(p.Name, p.Origin)),
            .. Of(machine.ProtectPaths).Select(p => new Said<string>(p.Pattern, p.Origin))];
        foreach (var name in said)
        {
            if (machine.Unprotect is { } ceiling && !ceiling.Exists(m => m.Value == name.Value))
                Forbidden(name.Origin, $"unprotect {OsText.Display(name.Value)}", "only other names",
                    ceiling.FirstOrDefault()?.Origin ?? name.Origin);
            if (kept.Find(k => k.Value == name.Value) is { } by)
                Forbidden(name.Origin, $"unprotect {OsText.Display(name.Value)}", "protect it", by.Origin);
        }

        List<Said<string>> all = [.. Of(machine.Unprotect), .. said];
        if (all.Count > 0) CheckKnown(all);
        return user.Unprotect is null ? all : said;
    }

    /// <summary>A misspelt name would leave the user's wish without effect.</summary>
    private void CheckKnown(List<Said<string>> released)
    {
        HashSet<string> known = [];
        foreach (var layer in (LayerRules[])[builtIn, machine, user])
        {
            known.UnionWith(Of(layer.Protect).Select(p => p.Name));
            known.UnionWith(Of(layer.ProtectPaths).Select(p => p.Pattern));
        }

        foreach (var name in released)
            if (!known.Contains(name.Value))
                faults.Add(DiagnosticCode.NotProtected, name.Origin,
                    $"{DiagnosticBag.Quote(name.Value)} is no protected hand-off name",
                    Suggestion.For(name.Value, known));
    }

    private List<HostRule> Hosts(NetworkMode mode)
    {
        HostListCheck.Check(machine, user, flags, project, faults);
        foreach (var host in Of(user.Allow).Concat(Of(flags.Allow)))
            if (machine.Allow is { } ceiling && !ceiling.Any(m => HostSyntax.Covers(m, host)))
                Forbidden(host.Origin, $"allow {host.Host}:{host.Port}", "only other hosts",
                    ceiling.FirstOrDefault()?.Origin ?? host.Origin);
        var chosen = user.Allow ?? Of(machine.Allow);
        if (project.Allow is not { } narrowed) return [.. chosen, .. Of(flags.Allow)];
        var anyHost = Chosen(flags, user, machine) == (long)NetworkMode.Online;
        foreach (var host in narrowed)
            if (!anyHost && !chosen.Any(c => HostSyntax.Covers(c, host))
                && Chosen(user, machine) != (long)NetworkMode.Online)
                faults.Add(DiagnosticCode.ProjectWidens, host.Origin,
                    $"the project asks for {(host.Subdomains ? "*." : "")}{host.Host}:{host.Port}, which the user does not allow",
                    "remove it; the user can say allow in the user's file");
        var kept = mode == NetworkMode.Allowlist && anyHost
            ? narrowed
            : narrowed.FindAll(h => chosen.Exists(c => HostSyntax.Covers(c, h)));
        return [.. kept, .. Of(flags.Allow)];
    }

    private static long Chosen(params ReadOnlySpan<LayerRules> layers)
    {
        foreach (var layer in layers)
            if (layer.Ordered.GetValueOrDefault(PolicyKey.Mode) is { } mode) return mode.Value;
        return (long)NetworkMode.Offline;
    }

    private IEnumerable<int> Ports()
    {
        foreach (var port in Of(user.Loopback))
            if (machine.Loopback is { } ceiling && ceiling.All(m => m.Value != port.Value))
                Forbidden(port.Origin, $"loopback {port.Value}", "only other ports",
                    ceiling.FirstOrDefault()?.Origin ?? port.Origin);
        return (user.Loopback ?? Of(machine.Loopback)).Select(p => p.Value);
    }

    private EnvironmentRules Environment()
    {
        var always = Of(machine.Remove);
        foreach (var name in Of(user.Keep).Concat(Of(flags.Keep)))
        {
            if (machine.Keep is { } ceiling && !ceiling.Any(m => EnvironmentFilter.IsMatch(m.Value, name.Value)))
                Forbidden(name.Origin, $"keep {name.Value}", "only other variables",
                    ceiling.FirstOrDefault()?.Origin ?? name.Origin);
            else if (always.Find(m => EnvironmentFilter.IsMatch(m.Value, name.Value)) is { } removed)
                Forbidden(name.Origin, $"keep {name.Value}", $"remove {removed.Value}", removed.Origin);
        }

        foreach (var variable in Of(user.Set))
        {
            if (Of(machine.Set)
                .Find(m => m.Value.Key == variable.Value.Key && m.Value.Value != variable.Value.Value) is { } other)
                Forbidden(variable.Origin, $"set {variable.Value.Key}", "another value", other.Origin);
            else if (always.Find(m => EnvironmentFilter.IsMatch(m.Value, variable.Value.Key)) is { } removed)
                Forbidden(variable.Origin, $"set {variable.Value.Key}", $"remove {removed.Value}", removed.Origin);
        }

        return new(
            Canonical.Variables([.. builtIn.Remove!, .. Of(user.Remove)]),
            Canonical.Variables([.. user.Keep ?? Of(machine.Keep), .. Of(flags.Keep)]),
            [.. Of(user.Set).Concat(Of(machine.Set))
                .Select(s => new VariableValue(s.Value.Key, s.Value.Value, s.Origin))
                .DistinctBy(s => s.Name, StringComparer.Ordinal).OrderBy(s => s.Name, StringComparer.Ordinal)])
        {
            RemoveAlways = Canonical.Variables([.. always, .. Of(project.Remove)]),
        };
    }

    private static List<T> Of<T>(List<T>? said) => said ?? [];

    private void Forbidden(Origin origin, string asked, string ceiling, Origin by) =>
        faults.Add(DiagnosticCode.MachineForbids, origin,
            $"{asked} is more than the machine's policy allows: {ceiling}, said at {by}",
            "remove it, or ask the administrator");
}
