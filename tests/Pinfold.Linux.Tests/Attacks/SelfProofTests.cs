using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Attacks;
using Pinfold.Linux.Attacks.Proof;
using Xunit;

namespace Pinfold.Linux.Tests.Attacks;

[Collection(Alone.Name)]
public sealed class SelfProofTests : IDisposable
{
    private readonly Processes.Fence _fence = new();
    private readonly HostFacts _facts;
    private readonly Plan _plan;

    public SelfProofTests()
    {
        _facts = _fence.Facts();
        _plan = Planner.For(_fence.Policy, _facts);
    }

    private string ProofFile => _facts.State + "/proof.json";

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void A_fence_that_holds_is_proven_once()
    {
        var first = Check();
        Assert.True(first.Holds, first.Describe());
        Assert.False(first.FromCache);
        Assert.True(Check().FromCache);
        Assert.Empty(Directory.GetFileSystemEntries(_facts.State + "/verify"));
    }

    [Fact]
    public void A_broken_fence_is_found_named_and_not_remembered()
    {
        Func<Plan, Plan> open =
            p => p with { Steps = [.. p.Steps.Where(s => s is not (PlanStep.ReadOnlyRoot or PlanStep.Landlock))] };
        var result = SelfProof.Check(_fence.Policy, _facts, _plan, ProgramUnderTest.Path, open);
        Assert.Contains(result.Broken, b => b.Attack.Name == "write-outside-create");
        Assert.Contains("write-outside-create got through", result.Describe(), StringComparison.Ordinal);
        Assert.False(File.Exists(ProofFile));
    }

    [Fact]
    public void Every_promise_of_a_proof_can_break()
    {
        (string Steps, string Attack)[] breaks =
            [("Hide", "secret-read"), ("Seccomp", "unix-stream"), ("Placeholder ReadOnly", "handoff-editor-tasks")];
        Assert.All(breaks, b => Assert.Contains(
            SelfProof.Check(_fence.Policy, _facts, _plan, ProgramUnderTest.Path,
                p => p with { Steps = [.. p.Steps.Where(s => !b.Steps.Split(' ').Contains(s.GetType().Name))] }).Broken,
            r => r.Attack.Name == b.Attack));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"proofs\":[]}")]
    public void A_damaged_proof_counts_as_none(string text)
    {
        Check();
        File.WriteAllText(ProofFile, text);
        var again = Check();
        Assert.False(again.FromCache);
        Assert.True(Check().FromCache);
    }

    [Fact]
    public void One_changed_byte_is_damage()
    {
        Check();
        var bytes = File.ReadAllBytes(ProofFile);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(ProofFile, bytes);
        Assert.False(Check().FromCache);
    }

    [Fact]
    public void Another_shape_kernel_or_program_is_proven_anew()
    {
        var key = ProofKey.Of(_facts, _plan, ProgramUnderTest.Path);
        Assert.Equal(key, ProofKey.Of(_facts, _plan, ProgramUnderTest.Path));
        Assert.NotEqual<object>(key,
            ProofKey.Of(_facts, _plan with { Steps = _plan.Steps[..^1] }, ProgramUnderTest.Path));
        Assert.NotEqual<object>(key, ProofKey.Of(_facts with { LandlockAbi = 1 }, _plan, ProgramUnderTest.Path));
        Assert.NotEqual<object>(key, ProofKey.Of(_facts, _plan, "/bin/true"));
        Assert.Null(ProofKey.Of(_facts, _plan, "/nonexistent"));
    }

    [Fact]
    public void Online_is_proven_without_the_network()
    {
        var policy = _fence.Policy with { Network = NetworkMode.Online };
        var result = SelfProof.Check(policy, _facts, Planner.For(policy, _facts), ProgramUnderTest.Path);
        Assert.True(result.Holds, result.Describe());
    }

    [Fact]
    public void A_look_up_is_quick()
    {
        Check();
        var times = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var clock = Stopwatch.StartNew();
            Assert.True(Check().FromCache);
            times.Add(clock.Elapsed.TotalMilliseconds);
        }

        // a start has 0.1 ms for it; the rest is for a busy machine
        Assert.InRange(times.Order().ElementAt(100), 0, 0.5);
    }

    private SelfProofResult Check() => SelfProof.Check(_fence.Policy, _facts, _plan, ProgramUnderTest.Path);
}
