using Pinfold.Core.Attacks;
using Pinfold.Core.Planning;
using Pinfold.Linux.Attacks;
using Xunit;

namespace Pinfold.Linux.Tests.Attacks;

/// <summary>
/// The suite can fail: a fence that lacks a step lets the matching attack through, and the suite says so.
/// </summary>
[Collection(Alone.Name)]
public sealed class BrokenFenceTests : IDisposable
{
    private readonly string _folder = SceneFolder.Make(
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "pinfold-broken"));

    public void Dispose() => SceneFolder.Remove(_folder);

    public static TheoryData<string, string> Breaks => new()
    {
        { "write-outside-create", "ReadOnlyRoot Landlock" },
        { "write-outside-chmod", "ReadOnlyRoot" },
        { "link-symlink-to-file", "ReadOnlyRoot Landlock" },
        { "secret-read", "Hide" },
        { "secret-own-state", "PrivateFolder" },
        { "temp-read-others", "PrivateFolder" },
        { "git-config-append", "ReadOnly" },
        { "handoff-editor-tasks", "Placeholder ReadOnly" },
        { "syscall-io-uring-setup", "Seccomp" },
        { "unix-stream", "Seccomp" },
        { "net-vsock", "Seccomp" },
        { "namespace-user", "Seccomp Landlock" },
        { "terminal-inject", "Seccomp" },
        { "process-signal-group", "Landlock" },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void Without_the_step_the_attack_gets_through(string attack, string steps)
    {
        var missing = steps.Split(' ');
        var broken = Runner(p => p with { Steps = [.. p.Steps.Where(s => !missing.Contains(s.GetType().Name))] })
            .Run(LinuxAttacks.Find(attack)!);
        Assert.Equal((AttackOutcome.Escaped, attack), (broken.Outcome, broken.Attack.Name));
        var whole = Runner(p => p).Run(LinuxAttacks.Find(attack)!);
        Assert.Equal((AttackOutcome.Denied, whole.Detail), (whole.Outcome, whole.Detail));
    }

    [Theory]
    [InlineData("net-tcp", Namespaces.Net)]
    [InlineData("net-udp-sendto", Namespaces.Net)]
    [InlineData("ipc-shared-memory", Namespaces.Ipc)]
    public void Without_the_namespace_the_attack_gets_through(string attack, Namespaces kind)
    {
        var broken = Runner(p => p with
        {
            Steps = [.. p.Steps.Select(s => s is PlanStep.CreateNamespaces n ? n with { Kinds = n.Kinds & ~kind } : s)
                .Where(s => s is not PlanStep.LoopbackUp)]
        });
        Assert.Equal(AttackOutcome.Escaped, broken.Run(LinuxAttacks.Find(attack)!).Outcome);
    }

    [Fact]
    public void A_fence_that_cannot_be_built_proves_nothing()
    {
        var impossible = Runner(p => p with { Steps = [.. p.Steps, new PlanStep.ReadOnlyRoot()] });
        var result = impossible.Run(LinuxAttacks.Find("write-outside-create")!);
        Assert.Equal(AttackOutcome.Failed, result.Outcome);
        Assert.StartsWith("nothing ran", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attack_whose_control_fails_is_skipped_with_the_reason()
    {
        var result = new AttackRunner("/bin/false", _folder).Run(LinuxAttacks.Find("write-outside-create")!);
        Assert.Equal(AttackOutcome.Skipped, result.Outcome);
        Assert.Contains("control", result.Detail, StringComparison.Ordinal);
    }

    private AttackRunner Runner(Func<Plan, Plan> change) => new(ProgramUnderTest.Path, _folder) { Change = change };
}
