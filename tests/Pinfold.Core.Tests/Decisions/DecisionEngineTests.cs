using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

/// <summary>Laws of the engine, over small worlds in which rules and requests meet often.</summary>
public sealed class DecisionEngineTests
{
    private static readonly Gen<string> Name = Gens.Of(
        "a", "b", "c", ".vscode", ".envrc", ".git", "config", "hooks", "info",
        "attributes", "modules", "worktrees", "gitdir", "objects", "tmp");

    private static readonly Gen<CanonicalPath> AnyPath = Gen.Select(Gens.Of("/", "/", "/", "/a/.git/modules/"),
        Name.Array[0, 6], (start, parts) => Path((start + string.Join('/', parts)).TrimEnd('/') is { Length: > 0 } path ? path : "/"));
    private static readonly Gen<PolicyLayer> Layer = Gen.Enum<PolicyLayer>();
    private static readonly Gen<PathRule> AnyRule = Gen.Select(Name.Array[0, 3], Layer,
        (parts, layer) => Rule("/" + string.Join('/', parts), layer));

    private static readonly Gen<HandoffRule> Handoffs = Gens.Of(
        ".vscode", ".envrc", "a/b", "b/.git", ".git", ".git/hooks", ".git/config",
        ".git/config.worktree", ".git/info/attributes").Select(n => Handoff(n));

    private static readonly Gen<string> Word = Gens.Of("git", "/bin/git", "push", "-f", "a");

    private static readonly Gen<CommandRule> Commands = Gen.Select(
        Word.Array[1, 3], Gen.Enum<Verdict>(), (prefix, verdict) => Command(verdict, prefix));

    private static readonly Gen<SandboxPolicy> Policies = Gen.Select(
        AnyRule.Array[0, 3], AnyRule.Array[0, 4], AnyRule.Array[0, 3], Handoffs.Array[0, 5],
        Commands.Array[0, 5], Gens.Of(Profile.ReadOnly, Profile.WorkspaceWrite),
        (write, deny, read, protect, commands, profile) => Base with
        {
            Profile = profile, Write = [.. write], DenyRead = [.. deny], Read = [.. read],
            Protect = [.. protect], ProtectPaths = [.. read], Commands = [.. commands],
        });

    [Fact]
    public void Equals_a_naive_engine() =>
        Gen.Select(Policies, AnyPath, Word.Array[1, 4]).Sample((policy, path, argv) =>
        {
            var engine = new DecisionEngine(policy);
            Assert.Equal(NaiveEngine.Read(policy, path), engine.Decide(new Request.Read(path)).Verdict);
            Assert.Equal(NaiveEngine.Write(policy, path), engine.Decide(new Request.Write(path)).Verdict);
            Assert.Equal(NaiveEngine.Run(policy, argv), engine.Decide(new Request.Run([.. argv])).Verdict);
        }, iter: 5000);

    [Fact]
    public void The_last_link_of_the_chain_decided_and_a_refusal_has_a_remedy() =>
        Gen.Select(Policies, AnyPath, Word.Array[1, 4]).Sample((policy, path, argv) =>
        {
            var engine = new DecisionEngine(policy);
            foreach (var request in (Request[])[new Request.Read(path), new Request.Write(path),
                new Request.Run([.. argv]), new Request.Connect("h.example", 1)])
            {
                var decision = engine.Decide(request);
                Assert.Equal(decision.Verdict, decision.Chain[^1].Verdict);
                Assert.Equal(decision.Verdict == Verdict.Allow, decision.Remedy is null);
            }
        });

    [Fact]
    public void Adding_a_denial_never_widens() =>
        Gen.Select(Policies, AnyRule, Handoffs, Commands, AnyPath, Word.Array[1, 4])
            .Sample((policy, deny, protect, command, path, argv) =>
            {
                var before = new DecisionEngine(policy);
                var after = new DecisionEngine(policy with
                {
                    DenyRead = policy.DenyRead.Add(deny), Protect = policy.Protect.Add(protect),
                    Commands = policy.Commands.Add(command),
                });
                foreach (var request in (Request[])[new Request.Read(path),
                    new Request.Write(path), new Request.Run([.. argv])])
                    Assert.True(after.Decide(request).Verdict >= before.Decide(request).Verdict, request.ToString());
            });

    [Fact]
    public void A_denial_wins_over_every_allowance_that_is_less_specific() =>
        Gen.Select(Policies, AnyPath).Sample((policy, path) =>
        {
            var denied = policy with
            {
                DenyRead = policy.DenyRead.Add(Rule(path.Value, PolicyLayer.User)),
                Read = [.. policy.Read.Where(g => g.Path != path)]
            };
            Assert.Equal(Verdict.Deny, denied.Read(path.Value).Verdict);
        });

    [Fact]
    public void Carve_outs_hold_for_every_descendant() =>
        Gen.Select(Policies, AnyPath, Name).Sample((policy, path, name) =>
        {
            var engine = new DecisionEngine(policy);
            var decision = engine.Decide(new Request.Write(path));
            if (path.Value is "/" or "/var" or "/dev") return; // what is private to the session lies right below them
            if (decision.Chain[^1].Rule.StartsWith("protect ", StringComparison.Ordinal) && path.Name != ".git")
                Assert.Equal(Verdict.Deny, engine.Decide(new Request.Write(path.Combine(name))).Verdict);
        });

    [Fact]
    public void The_order_of_rules_does_not_matter() => Gen.Select(Policies, AnyPath).Sample((policy, path) =>
    {
        var reversed = policy with
        {
            Write = Reverse(policy.Write), DenyRead = Reverse(policy.DenyRead),
            Read = Reverse(policy.Read), Protect = Reverse(policy.Protect),
        };
        Assert.Equal(policy.Read(path.Value).Verdict, reversed.Read(path.Value).Verdict);
        Assert.Equal(policy.Write(path.Value).Verdict, reversed.Write(path.Value).Verdict);
    });

    private static ImmutableArray<T> Reverse<T>(ImmutableArray<T> array) => [.. array.Reverse()];
}
