using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// The fence proves itself before its first use on a host, and again when the program, the system's build or the plan's
/// shape change: a few attempts are made from inside a fence of the same policy. Each works outside first, else it
/// would prove nothing.
/// </summary>
public static class SelfProof
{
    private static readonly Attack Usable = new("write-inside", "writes", "nothing: it is what the fence is for",
        Control.Writes, AttackLayers.None, "the file exists");

    /// <summary>Whether the fence that <paramref name="plan"/> builds holds on this host.</summary>
    /// <param name="policy">The policy that the plan was made from.</param>
    /// <param name="facts">What it was planned with.</param>
    /// <param name="plan">The plan that is about to be used.</param>
    /// <param name="planFor">Plans for another policy in the same mode.</param>
    /// <param name="program">This program's path and the arguments that make it call
    /// <see cref="ProofProgram"/>.</param>
    /// <param name="announce">Called when there is no proof yet, so that attempts are about to be made.</param>
    public static SelfProofResult Check(SandboxPolicy policy, WindowsHostFacts facts, WindowsPlan plan,
        Func<SandboxPolicy, WindowsHostFacts, WindowsPlan> planFor, ImmutableArray<string> program,
        Action? announce = null)
    {
        ArgumentNullException.ThrowIfNull(planFor);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(facts);
        ArgumentNullException.ThrowIfNull(plan);
        var file = new ProofFile(facts);
        var key = ProofFile.Key(facts, plan, program[0]);
        if (file.Contains(key)) return new(FromCache: true, []);
        announce?.Invoke();
        var results = Run(policy, facts, planFor, isElevated: plan.Steps.Any(s => s is WindowsStep.LogOn), program);
        ImmutableArray<AttackResult> broken = [.. results.Where(r => r.Outcome != AttackOutcome.Denied)];
        if (broken.IsEmpty) file.Add(key);
        return new(FromCache: false, broken);
    }

    private static AttackResult[] Run(
        SandboxPolicy policy, WindowsHostFacts facts, Func<SandboxPolicy, WindowsHostFacts, WindowsPlan> planFor,
        bool isElevated, ImmutableArray<string> program)
    {
        using var scene = new ProofScene(facts.Temp, facts.User, policy);
        var moved = scene.Move(policy);
        var here = isElevated
            ? WindowsBackend.GatherElevated(moved, scene.Home, facts.Temp, scene.State)
            : WindowsBackend.Gather(moved, scene.Home, facts.Temp, scene.State) with { Keys = facts.Keys };
        using var fence = WindowsBackend.Apply(planFor(moved, here), here, scene.Ledger);
        var launch = new ProofLaunch(program, scene.Workspace);
        return [UsableInside(scene, fence, launch),
            .. ProofAttempt.All.Where(a => a.Object(scene) is not null).Select(a => Run(a, scene, fence, launch))];
    }

    private static AttackResult Run(ProofAttempt attempt, ProofScene scene, WindowsFence fence, ProofLaunch launch)
    {
        var started = Stopwatch.GetTimestamp();
        var what = attempt.Object(scene)!;
        try
        {
            var (control, saidOutside) = launch.Outside(attempt.Verb, what);
            if (control != ProofProgram.Done || attempt.Worked?.Invoke(scene) == false)
                return Result(AttackOutcome.Failed, $"it does not work outside either: {saidOutside}");
            scene.Reset();
            var (status, said) = launch.Inside(fence, attempt.Verb, what);
            if (status == ProofProgram.Done || attempt.Worked?.Invoke(scene) == true)
                return Result(AttackOutcome.Escaped, attempt.Attack.Effect);
            return status == ProofProgram.Refused
                ? Result(AttackOutcome.Denied, said)
                : Result(AttackOutcome.Failed, $"it ended with {status}: {said}");
        }
        catch (LaunchException e)
        {
            return Result(AttackOutcome.Failed, e.Message);
        }
        finally
        {
            scene.Reset();
        }

        AttackResult Result(AttackOutcome outcome, string detail) =>
            new(attempt.Attack, outcome, detail, null, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    /// <summary>A fence in which nothing works refuses everything, and proves nothing.</summary>
    private static AttackResult UsableInside(ProofScene scene, WindowsFence fence, ProofLaunch launch)
    {
        var started = Stopwatch.GetTimestamp();
        var (status, said) = launch.Inside(fence, "create", scene.Allowed);
        var works = status == ProofProgram.Done && File.Exists(scene.Allowed);
        return new(
            Usable, works ? AttackOutcome.Denied : AttackOutcome.Failed,
            works ? "it works" : $"a file in the workspace cannot be made: it ended with {status}: {said}", null,
            Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }
}
