using CsCheck;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

/// <summary>docs/policy.md, "The algebra of layers", on generated files.</summary>
public sealed class PolicyAlgebraTests
{
    private static readonly Gen<string> Shared = Lines(
        Word("profile", "read-only", "workspace-write"),
        List("filesystem.deny_read", "~/.aws", "**/.env", "/srv/a/secret", "~/notes"),
        List("filesystem.protect", ".vscode", "ci", "src/x", "~/.bashrc"),
        List("environment.remove", "A_*", "B", "*_TOKEN"),
        Word("limits.memory", "1GiB", "2GiB", "3GiB"),
        Word("limits.time", "1m", "2m", "3m"),
        Gen.OneOf("", "", "guard.deletions = 10", "guard.deletions = 20"),
        Gen.OneOf("", "", "limits.processes = 10", "limits.processes = 20"),
        Gen.OneOf("", "", "commands.rules = [{ prefix = [\"git\", \"push\"], decision = \"ask\" }]",
            "commands.rules = [{ prefix = [\"git\"], decision = \"deny\" }]"));

    private static readonly Gen<string> Project = Lines(
        Shared,
        Word("network.mode", "offline", "allowlist", "online"),
        List("network.allow", "a.example:443", "x.b.example:443"),
        List("filesystem.write", "src", "src/a", "{workspace}"),
        Gen.OneOf("", "", "", "enforcement = \"strict\""),
        Gen.OneOf("", "", "", "", "", "", "", "", "", "accept = [\"network\"]", "filesystem.read = [\"~/.ssh\"]",
            "profile = \"full-access\""));

    private static readonly Gen<string> Owner = Lines(
        Shared,
        Word("network.mode", "offline", "allowlist", "online"),
        List("network.allow", "a.example:443", "*.b.example:443"),
        List("network.loopback", 80, 81),
        List("accept", "network", "limits"),
        List("filesystem.write", "{workspace}", "{workspace}/src", "/srv/a", "/srv/a/b"),
        List("filesystem.read", "~/.aws", "~/.ssh/known_hosts", "~/notes"),
        List("filesystem.unprotect", ".vscode", ".npmrc"),
        List("environment.keep", "A_B", "*_TOKEN"),
        Gen.OneOf("", "environment.set = { S = \"1\" }"));

    private static readonly Gen<PolicyFlags> Flags = Gen.OneOf(
        new PolicyFlags(),
        new PolicyFlags(),
        new PolicyFlags { Network = NetworkMode.Online, Write = ["/srv/c"], Read = ["/home/ada/.aws"] },
        new PolicyFlags { Profile = Profile.ReadOnly, Network = NetworkMode.Offline, Time = TimeSpan.FromSeconds(30) },
        new PolicyFlags
        {
            Profile = Profile.FullAccess, Unprotect = [".vscode"],
            KeepEnvironment = ["B"], Accept = ["network"], Time = TimeSpan.FromHours(1)
        });

    [Fact]
    public void A_project_never_widens() => Gen.Select(Owner, Flags, Project).Sample((user, flags, project) =>
        Allowed(Load(flags, User(user), Layers.Project(project))).IsSubsetOf(Allowed(Load(flags, User(user)))));

    [Fact]
    public void A_project_never_widens_below_a_machine() =>
        Gen.Select(Owner, Owner, Project).Sample((machine, user, project) =>
            Allowed(Load(Machine(machine), User(user), Layers.Project(project)))
                .IsSubsetOf(Allowed(Load(Machine(machine), User(user)))),
            iter: 500);

    [Fact]
    public void Below_a_machine_that_says_everything_nobody_widens()
    {
        var machine = Machine("profile = \"workspace-write\"\naccept = []\n[network]\nmode = \"allowlist\"\nallow = [\"a.example:443\"]\nloopback = [80]\n"
            + "[filesystem]\nwrite = [\"{workspace}\", \"/srv/a\"]\nread = [\"~/.aws\"]\nunprotect = [\".vscode\"]\n[environment]\nkeep = [\"*_TOKEN\"]\n[limits]\nmemory = \"2GiB\"");
        var ceiling = Allowed(Load(machine)).Append("set S").ToHashSet(StringComparer.Ordinal);
        int loaded = 0, refused = 0;
        Gen.Select(Owner, Flags).Sample((user, flags) =>
        {
            var result = Load(flags, machine, User(user));
            Interlocked.Increment(ref result.Policy is null ? ref refused : ref loaded);
            return Allowed(result).IsSubsetOf(ceiling);
        }, iter: 1000);
        Assert.True(loaded > 10 && refused > 20, $"{loaded} loaded, {refused} refused");
    }

    [Fact]
    public void The_order_of_lines_and_sources_does_not_count() =>
        Gen.Select(Owner, Project, Gen.Int).Sample((user, project, seed) =>
        {
            var one = Load(User(user), Layers.Project(project));
            var other = Load(Layers.Project(Shuffle(project, seed)), User(Shuffle(user, seed)));
            return one.Policy?.Hash == other.Policy?.Hash && one.Diagnostics.Length == other.Diagnostics.Length;
        });

    [Fact]
    public void Saying_it_twice_is_saying_it_once() => Gen.Select(Owner, Project).Sample((user, project) =>
        Load(User(user), Layers.Project(project)).Policy?.Hash
            == Load(User(Twice(user)), Layers.Project(Twice(project))).Policy?.Hash);

    [Fact]
    public void A_project_that_says_nothing_changes_nothing() => Gen.Select(Owner, Flags).Sample((user, flags) =>
        Load(flags, User(user)).Policy?.Hash == Load(flags, User(user), Layers.Project("")).Policy?.Hash);

    [Fact]
    public void The_generated_cases_are_a_fair_mix()
    {
        int all = 0, loaded = 0, tightened = 0;
        Gen.Select(Owner, Flags, Project).Sample((user, flags, project) =>
        {
            all++;
            if (Load(flags, User(user), Layers.Project(project)) is not { Policy: not null } with) return;
            loaded++;
            if (!Allowed(with).SetEquals(Allowed(Load(flags, User(user))))) tightened++;
        }, iter: 500, threads: 1);
        Assert.True(loaded > all / 8 && loaded < all && tightened > all / 10,
            $"{loaded} of {all} loaded, {tightened} tightened");
    }

    /// <summary>Everything, of a fixed set of questions, that a policy allows; nothing where there is none.</summary>
    private static HashSet<string> Allowed(PolicyResult result)
    {
        var allowed = new HashSet<string>(StringComparer.Ordinal);
        if (result.Policy is not { } policy) return allowed;
        void If(bool yes, string what) => _ = yes && allowed.Add(what);
        foreach (var text in (string[])["x", "src/x", "src/a/x", ".vscode/x", "sub/.vscode/x",
            ".npmrc", "ci/x", "sub/ci", "/srv/a/x", "/srv/a/b/x", "/srv/c/x", "~/.bashrc", "/etc/x"])
            If(MayWrite(policy, Path(text)), "write " + text);
        foreach (var text in (string[])["x", ".env", "a/.env", "~/.aws/x", "~/.ssh/known_hosts",
            "~/.ssh/id", "~/notes/1", "/srv/a/secret", "/etc/passwd", "/etc/shadow"])
            If(policy.DeniesRead(Path(text)) is null, "read " + text);
        foreach (var host in (string[])["a.example", "b.example", "x.b.example", "y.b.example", "z.example"])
            If(policy.Network == NetworkMode.Online || (policy.Network == NetworkMode.Allowlist && policy.Allow.Any(
                h => h.Host == host || (h.Subdomains && host.EndsWith("." + h.Host, StringComparison.Ordinal)))),
                "connect " + host);
        foreach (var argv in (string[][])[["git", "push"], ["git", "status"], ["ls"]])
        {
            var verdict = policy.Commands.Where(r => r.Prefix.AsSpan().SequenceEqual(
                argv.AsSpan(0, Math.Min(argv.Length, r.Prefix.Length)))).Select(r => r.Verdict).DefaultIfEmpty().Max();
            If(verdict <= Verdict.Ask, $"ask {argv[^1]}");
            If(verdict == Verdict.Allow, $"run {argv[^1]}");
        }

        foreach (var name in (string[])["A_B", "B", "MY_TOKEN", "LD_PRELOAD", "HOME"])
            If(EnvironmentFilter.Passes(policy.Environment, name), "see " + name);
        If(EnvironmentFilter.Apply(policy.Environment, []).Passed.Any(v => v.Key == "S"), "set S");
        foreach (var control in Enum.GetValues<Control>()) If(policy.Accepted.Contains(control), "accept " + control);
        foreach (var profile in Enum.GetValues<Profile>()) If(policy.Profile >= profile, "profile " + profile);
        foreach (var mode in Enum.GetValues<NetworkMode>()) If(policy.Network >= mode, "mode " + mode);
        foreach (var port in policy.Loopback) allowed.Add($"port {port}");
        for (var g = 1L; g <= 4; g++) If((policy.Limits.Memory ?? long.MaxValue) >= g << 30, $"memory {g}");
        for (var m = 1; m <= 100; m++)
            If((policy.Limits.Time ?? TimeSpan.MaxValue) >= TimeSpan.FromMinutes(m), $"minutes {m}");
        foreach (var n in (int[])[10, 20, 30])
        {
            If((policy.Limits.Processes ?? int.MaxValue) >= n, $"processes {n}");
            If((policy.GuardDeletions ?? int.MaxValue) >= n, $"deletions {n}");
        }

        return allowed;
    }

    private static bool MayWrite(SandboxPolicy policy, CanonicalPath path)
    {
        if (policy.Profile == Profile.FullAccess) return true;
        return policy.Write.Any(r => r.Covers(path)) && !policy.ProtectPaths.Any(r => r.Covers(path))
            && !policy.Protect.Any(p => p.Name.Contains('/', StringComparison.Ordinal)
                ? path.IsWithin(policy.Workspace.Combine(p.Name))
                : path.Value.Split('/').Contains(p.Name, StringComparer.Ordinal));
    }

    private static Gen<string> Word(string key, params string[] words) =>
        Gen.OneOf(["", "", .. words.Select(w => $"{key} = \"{w}\"")]);

    private static Gen<string> List<T>(string key, params T[] entries) =>
        Gen.Bool.Array[entries.Length].Select(Gen.Bool, (chosen, said) =>
            said ? $"{key} = [{string.Join(", ", entries.Where((_, i) => chosen[i]).Select(e => e is string ? $"\"{e}\"" : $"{e}"))}]" : "");

    private static Gen<string> Lines(params Gen<string>[] lines) =>
        lines.Aggregate(Gen.Const(""), (all, line) => all.Select(line, (a, b) => a + "\n" + b));

    private static string Shuffle(string text, int seed)
    {
        var random = new Random(seed);
        var lines = text.Split('\n').ToArray();
        random.Shuffle(lines);
        return string.Join('\n', lines.Select(l =>
        {
            var open = l.IndexOf(" = [", StringComparison.Ordinal);
            if (open < 0 || l.Contains('{', StringComparison.Ordinal)) return l;
            var entries = l[(open + 4)..^1].Split(", ");
            random.Shuffle(entries);
            return $"{l[..(open + 4)]}{string.Join(", ", entries)}]";
        }));
    }

    private static string Twice(string text) => string.Join('\n', text.Split('\n').Select(l =>
    {
        var open = l.IndexOf(" = [", StringComparison.Ordinal);
        var inside = open < 0 ? "" : l[(open + 4)..^1];
        return inside.Length == 0 ? l : $"{l[..(open + 4)]}{inside}, {inside}]";
    }));
}
