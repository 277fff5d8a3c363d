using System.Collections.Immutable;
using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;

namespace Pinfold.Linux.Attacks.Proof;

/// <summary>
/// The fence proves itself before its first use on a host, and again when a program, the kernel, the mode or the plan's
/// shape change: a few attacks are made from inside it. The proof is kept in the state folder; looking it up costs one
/// small file.
/// </summary>
public static class SelfProof
{
    /// <summary>One attack for each promise that matters most.</summary>
    public static ImmutableArray<string> Attacks { get; } =
    [
        "write-outside-create", "secret-read", "process-kill", "process-memory-read", "unix-stream", "net-tcp",
        "handoff-editor-tasks", "descriptor-folder",
    ];

    /// <summary>Whether the fence that <paramref name="plan"/> builds holds on this host.</summary>
    /// <param name="policy">The policy that the plan was made from.</param>
    /// <param name="facts">What it was planned with.</param>
    /// <param name="plan">The plan that is about to be used.</param>
    /// <param name="program">The path of this program, which makes the attempts by <c>attack NAME</c>.</param>
    /// <param name="announce">Called when there is no proof yet, so that attacks are about to run, which takes about a
    /// second.</param>
    public static SelfProofResult Check(SandboxPolicy policy, HostFacts facts, Plan plan, string program,
        Action? announce = null) =>
        Check(policy, facts, plan, program, p => p, announce);

    internal static SelfProofResult Check(
        SandboxPolicy policy, HostFacts facts, Plan plan,
        string program, Func<Plan, Plan> change, Action? announce = null)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        var key = ProofKey.Of(facts, plan, program);
        var file = new ProofFile(facts.State);
        if (key is not null && file.Contains(key)) return new(FromCache: true, []);
        announce?.Invoke();
        var folder = SceneFolder.Make(facts.State.Value);
        try
        {
            var runner = new AttackRunner(program, folder)
                { Policy = scene => ProofPolicy.For(scene, policy), Change = change,
                    Mode = facts.Account is null ? FenceMode.Unelevated : FenceMode.Elevated };
            ImmutableArray<AttackResult> results =
                [.. Attacks.Select(name => LinuxAttacks.Find(name)!).Where(a => !IsAccepted(policy, plan, a.Control))
                    .Select(a => runner.Run(a))];
            ImmutableArray<AttackResult> broken =
                [.. results.Where(r => r.Outcome is AttackOutcome.Escaped or AttackOutcome.Failed)];
            if (broken.IsEmpty && key is not null) file.Add(key, program, results);
            return new(FromCache: false, broken);
        }
        finally
        {
            SceneFolder.Remove(folder);
        }
    }

    /// <summary>The user knows that it gets through, and has said so in a policy of their own.</summary>
    private static bool IsAccepted(SandboxPolicy policy, Plan plan, Core.Enforcement.Control control) =>
        policy.Accepted.Contains(control) && plan.Expected[control].Status != EnforcementStatus.Enforced;
}
