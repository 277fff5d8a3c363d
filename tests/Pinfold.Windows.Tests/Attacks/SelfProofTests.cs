using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Attacks;
using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

/// <summary>Wine confines nothing: the proof must see it there. On Windows it must hold.</summary>
public sealed class SelfProofTests
{
    [WineFact]
    public void Under_Wine_the_fence_says_that_it_does_not_confine()
    {
        using var setting = new Setting();
        var (policy, facts) = (setting.Policy(), setting.Facts());
        var plan = WindowsPlanner.For(policy, facts);
        var announced = 0;
        for (var again = 1; again <= 2; again++) // what failed is never remembered as proven
        {
            var result = SelfProof.Check(policy, facts, plan, WindowsPlanner.For, Setting.Attempts, () => announced++);
            Assert.Equal(again, announced);
            Assert.False(result.Holds);
            Assert.StartsWith("not confined", result.Describe(), StringComparison.Ordinal);
            // and not for another reason
            Assert.All(result.Broken, r => Assert.Equal(AttackOutcome.Escaped, r.Outcome));
            Assert.Equal(
                ["write-outside-create", "write-outside-delete", "handoff-write", "secret-read", "process-memory-read"],
                result.Broken.Select(r => r.Attack.Name), StringComparer.Ordinal);
        }
    }

    /// <summary>What the attempt meets is what the plan keeps, under the first name of the user's own list.</summary>
    [WindowsFact]
    public void The_hand_off_of_the_scene_is_denied_labelled_and_held_by_its_plan()
    {
        using var setting = new Setting();
        var policy = setting.Policy();
        using var scene = new ProofScene(setting["temp"], setting.Facts().User, policy);
        var moved = scene.Move(policy);
        var plan = WindowsPlanner.For(moved, WindowsBackend.Gather(moved, scene.Home, setting["temp"], scene.State));
        var folder = WindowsPath.Parse(Path.GetDirectoryName(scene.Handoff)!);
        foreach (var kept in (CanonicalPath[][])[[.. plan.Steps.OfType<WindowsStep.DenyName>().Select(s => s.Path)],
            [.. plan.Steps.OfType<WindowsStep.LabelName>().Select(s => s.Path)],
            [.. plan.Steps.OfType<WindowsStep.Pin>().Select(s => s.Path)]])
            Assert.Contains(folder, kept, WindowsPathComparer.Instance);
        using var without = new ProofScene(setting["temp"], setting.Facts().User, policy with { Protect = [] });
        Assert.Null(without.Handoff);
    }

    [RealWindowsFact("confines nothing")]
    public void The_fence_holds_and_that_is_remembered()
    {
        using var setting = new Setting();
        var (policy, facts) = (setting.Policy(), setting.Facts());
        var plan = WindowsPlanner.For(policy, facts);
        var result = SelfProof.Check(policy, facts, plan, WindowsPlanner.For, Setting.Attempts);
        Assert.True(result.Holds, result.Describe());
        Assert.True(SelfProof.Check(policy, facts, plan, WindowsPlanner.For, Setting.Attempts).FromCache);
    }

    [WindowsFact]
    public void An_attempt_that_fails_for_another_reason_is_not_taken_for_a_refusal()
    {
        Assert.Equal(ProofProgram.Failed, ProofProgram.Run(["read", @"C:\no\such\file"]));
        Assert.Equal(ProofProgram.Failed, ProofProgram.Run(["no-verb", "x"]));
        Assert.Equal(ProofProgram.Failed, ProofProgram.Run([]));
    }
}
