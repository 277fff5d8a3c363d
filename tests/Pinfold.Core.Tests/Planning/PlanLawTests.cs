using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Planning;

/// <summary>What holds for the plan of every policy on every host.</summary>
public sealed class PlanLawTests
{
    private static readonly string[] Folders =
        ["/ws", "/ws/a", "/ws/a/b", "/other", "/var", "/var/tmp/w", "/tmp/w", "/main/.git"];
    private static readonly string[] Names = [".vscode", ".envrc", ".pinfold", "a/run.sh"];

    private static readonly Gen<SandboxPolicy> Policies = Gen.Select(
        Gens.Of(Folders).Array[0, 4], Gens.Of(Names).Array[0, 4],
        Gens.Of("/home/u/.ssh", "/ws/.env", "/ws/a").Array[0, 2], Gen.Enum<Profile>(), Gen.Enum<NetworkMode>(),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        (write, protect, deny, profile, network, limit) => Base with
        {
            Profile = profile,
            Network = network,
            Write = [.. write.Select(w => Rule(w))],
            Protect = [.. protect.Select(n => Handoff(n))],
            DenyRead = [.. deny.Select(d => Rule(d, PolicyLayer.BuiltIn))],
            Loopback = limit.Item1 ? [5173] : [],
            Limits = new()
            {
                Processes = limit.Item1 ? 100 : null,
                Memory = limit.Item2 ? 1 << 30 : null, Temp = limit.Item3 ? 1 << 20 : null
            },
        });

    private static readonly string[] Interesting = [.. Folders, "/run", "/var/tmp", "/home/u/.ssh",
        "/ws/.env", "/state", .. Folders.SelectMany(f => Names.Append(".git").Select(n => $"{f}/{n}"))];

    private static readonly Gen<HostFacts> HostsOf = Gen.Select(
        Gen.Int[0, 8], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 3].Array[Interesting.Length], Gen.Bool,
        (abi, namespaces, seccomp, notify, root, kinds, worktree) => Hosts.Full with
        {
            LandlockAbi = abi,
            NoUserNamespaces = namespaces ? null : "none here",
            Seccomp = seccomp,
            SeccompNotify = seccomp && notify,
            Uid = root ? 0u : 1000u,
            State = Path("/state"),
            Paths = Interesting.Select((p, i) => (Path(p),
                Kind: Folders.Contains(p, StringComparer.Ordinal) && kinds[i] > 0
                    ? PathKind.Directory
                    : (PathKind)kinds[i])).ToDictionary(e => e.Item1, e => e.Kind),
            Cgroups = notify ? [new(Path("/cg"), true, root)] : [],
            GitDirectories = worktree
                ? [new GitDirectory(Path("/main/.git/worktrees/w"), Path("/main/.git"), Path("/ws/.git"),
                    Verified: namespaces)]
                : [],
            GitProtected = worktree ? [Path("/main/.git/config"), Path("/ws/.git")] : [],
        });

    private static void ForAll(Action<SandboxPolicy, HostFacts, Plan> law) =>
        Gen.Select(Policies, HostsOf).Sample((policy, host) => law(policy, host, Planner.For(policy, host)), iter: 500);

    [Fact]
    public void The_order_is_legal() => ForAll((_, _, plan) =>
    {
        var ranks = plan.Steps.Select(Rank).ToArray();
        Assert.Equal(ranks.Order(), ranks);
        Assert.Single(plan.Steps.OfType<PlanStep.CreateNamespaces>());
    });

    /// <summary>
    /// Names are taken from outside; mounts need capabilities and no Landlock (EPERM in a domain); the filter forbids
    /// all of it.
    /// </summary>
    private static int Rank(PlanStep step) => step switch
    {
        PlanStep.JoinCgroup => 0,
        PlanStep.Placeholder or PlanStep.GrantAccess => 1,
        PlanStep.CreateNamespaces => 2,
        PlanStep.ReadOnlyRoot => 3,
        PlanStep.PrivateProc or PlanStep.PrivateDevices or PlanStep.PrivateFolder or PlanStep.OwnerView
            or PlanStep.Writable or PlanStep.Pin or PlanStep.ReadOnly or PlanStep.Hide or PlanStep.Reveal => 4,
        PlanStep.LoopbackUp or PlanStep.Egress or PlanStep.ForwardPort => 5,
        PlanStep.Limit => 6,
        PlanStep.DropCapabilities => 7,
        PlanStep.NoNewPrivileges => 8,
        PlanStep.Landlock => 9,
        PlanStep.Seccomp => 10,
        _ => throw new ArgumentException(step.GetType().Name, nameof(step)),
    };

    [Fact]
    public void Nothing_is_writable_that_the_policy_does_not_make_writable() => ForAll((policy, host, plan) =>
    {
        var allowed = policy.Profile != Profile.WorkspaceWrite ? [] : policy.Write.Select(r => r.Path!.Value)
            .Concat(host.GitDirectories.Where(g => g.Verified).SelectMany(g => (CanonicalPath[])[g.Path, g.CommonDir]))
            .ToHashSet();
        Assert.All(plan.Steps.OfType<PlanStep.Writable>(), s => Assert.Contains(s.Path, allowed));
        string[] own = ["/tmp", "/var/tmp", "/run", "/dev", "/dev/shm",
            "/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/proc"];
        var rules = plan.Steps.OfType<PlanStep.Landlock>().SelectMany(l => l.Rules)
            .Where(r => (r.Access & ~LandlockAccess.Read) != 0);
        Assert.All(rules, r => Assert.True(
            allowed.Contains(r.Path) || own.Contains(r.Path.Value, StringComparer.Ordinal), r.ToString()));
    });

    [Fact]
    public void Mounts_and_decisions_agree_at_the_top_of_every_root() => ForAll((policy, host, plan) =>
    {
        if (policy.Profile == Profile.FullAccess || host.NoUserNamespaces is not null) return;
        var engine = new DecisionEngine(policy);
        foreach (var root in policy.Write.Select(r => r.Path!.Value).Where(r => host.KindOf(r) == PathKind.Directory))
        {
            foreach (var path in (CanonicalPath[])[root.Combine("file"),
                root.Combine(".git"), .. policy.Protect.Select(p => root.Combine(p.Name))])
            {
                var takeable = host.KindOf(path) != PathKind.Missing || host.KindOf(path.Parent) == PathKind.Directory;
                if (path.IsWithin(Path("/var/tmp")) && host.KindOf(Path("/var/tmp")) != PathKind.Directory) continue;
                // a secret that is not there yet can be made
                if (!takeable || policy.DeniesRead(path) is not null) continue;
                var decision = engine.Decide(new Request.Write(path));
                Assert.True(IsWritable(plan, path) == (decision.Verdict == Verdict.Allow),
                    $"{decision.Explanation}\n{plan}");
            }
        }
    });

    /// <summary>The last mount that covers a path says whether it can be written.</summary>
    private static bool IsWritable(Plan plan, CanonicalPath path) =>
        plan.Steps.Aggregate(true, (writable, step) => step switch
        {
            PlanStep.ReadOnlyRoot => false,
            PlanStep.Writable s when path.IsWithin(s.Path) => true,
            PlanStep.PrivateFolder s when path.IsWithin(s.Path) => !s.Sealed,
            PlanStep.ReadOnly s when path.IsWithin(s.Path) => false,
            PlanStep.Hide s when path.IsWithin(s.Path) => false,
            _ => writable,
        });

    [Fact]
    public void Every_name_that_is_taken_is_covered_read_only() => ForAll((policy, host, plan) =>
    {
        var taken = plan.Steps.OfType<PlanStep.Placeholder>().Select(s => s.Path).ToArray();
        Assert.Equal(taken, plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path).Intersect(taken));
        Assert.All(taken, path => Assert.Equal(PathKind.Missing, host.KindOf(path)));
        if (host.NoUserNamespaces is not null || policy.Profile != Profile.WorkspaceWrite) return;
        foreach (var root in policy.Write.Select(r => r.Path!.Value).Where(r => host.KindOf(r) == PathKind.Directory))
            foreach (var name in policy.Protect.Where(p => !p.Name.Contains('/', StringComparison.Ordinal)))
                if (host.KindOf(root.Combine(name.Name)) == PathKind.Missing)
                    Assert.Contains(root.Combine(name.Name), taken);
    });

    [Fact]
    public void Pins_are_ancestors_of_what_is_kept_and_no_ancestor_inside_a_root_is_left_out() =>
        ForAll((_, host, plan) =>
        {
            var roots = plan.Steps.OfType<PlanStep.Writable>().Select(s => s.Path).ToArray();
            var pins = plan.Steps.OfType<PlanStep.Pin>().Select(s => s.Path).ToHashSet();
            CanonicalPath[] kept = [.. plan.Steps.OfType<PlanStep.ReadOnly>().Select(s => s.Path),
                .. host.GitDirectories.Select(g => g.Path), .. roots];
            Assert.All(pins, pin => Assert.Contains(kept, k => k.IsWithin(pin)));
            foreach (var path in kept)
                for (var folder = path.Parent; roots.Any(folder.IsWithin); folder = folder.Parent)
                    Assert.True(pins.Contains(folder) || roots.Contains(folder), $"{folder} above {path}");
        });

    [Fact]
    public void A_plan_is_frozen() => ForAll((policy, host, plan) =>
    {
        var before = plan.ToString();
        ((Dictionary<CanonicalPath, PathKind>)host.Paths).Clear();
        Assert.Equal(before, plan.ToString());
    });

    [Fact]
    public void Every_control_is_reported_once_and_in_order() =>
        ForAll((_, _, plan) => Assert.Equal(Enum.GetValues<Control>(), plan.Expected.Controls.Select(c => c.Control)));

    [Fact]
    public void Without_its_step_a_control_is_never_claimed() => ForAll((policy, host, plan) =>
    {
        foreach (var step in plan.Steps)
        {
            if (Promise(step, policy, host) is not { } control) continue;
            var without = Expectation.Of(policy, host, plan.Steps.Remove(step))[control];
            Assert.True(without is { Status: not EnforcementStatus.Enforced } or { Asked: false },
                $"{step.Describe()} → {without}");
        }
    });

    /// <summary>
    /// The control that cannot hold without the step. Landlock stands behind mounts and seccomp; single paths are
    /// covered by the other laws.
    /// </summary>
    private static Control? Promise(PlanStep step, SandboxPolicy policy, HostFacts host) => step switch
    {
        PlanStep.CreateNamespaces { Kinds: not Namespaces.None } => Control.Tree,
        PlanStep.ReadOnlyRoot or PlanStep.PrivateDevices => Control.Writes,
        PlanStep.PrivateProc => Control.Processes,
        PlanStep.PrivateFolder { Path.Value: "/tmp" } => Control.Temp,
        PlanStep.PrivateFolder { Sealed: true } => Control.Secrets,
        PlanStep.DropCapabilities or PlanStep.NoNewPrivileges => Control.Privileges,
        PlanStep.Seccomp => Control.Syscalls,
        PlanStep.Egress => Control.Network,
        PlanStep.Limit { Resource: LimitedResource.Processes } when host.Cgroups.IsEmpty => Control.Limits,
        PlanStep.Limit { Resource: LimitedResource.Data } => Control.Limits,
        PlanStep.JoinCgroup when policy.Limits.Memory is not null && host.Cgroups[0].Memory => Control.Limits,
        _ => null,
    };

    [Fact]
    public void Strict_never_starts_a_fence_that_misses_something_but_full_access_is_no_gap() =>
        ForAll((policy, host, plan) =>
        {
            if (policy.Profile == Profile.FullAccess) Assert.Empty(plan.Expected.Gaps([]));
            else if (host.NoUserNamespaces is not null || !host.Seccomp) Assert.NotEmpty(plan.Expected.Gaps([]));
        });
}
