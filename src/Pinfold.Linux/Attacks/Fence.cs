using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Attacks;

/// <summary>One attempt inside the real fence.</summary>
internal sealed class Fence
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly Scene _scene;
    private readonly AttackCode _code;
    private readonly SandboxPolicy _policy;
    private readonly HostFacts _facts;

    internal Fence(Scene scene, AttackCode code, SandboxPolicy policy, AttackLayers without, FenceMode mode)
    {
        (_scene, _code) = (scene, code);
        policy = _policy = code.Policy(scene, policy);
        var facts = LinuxBackend.Gather(policy, CanonicalPath.Parse(scene.Home), CanonicalPath.Parse(scene.State),
            mode == FenceMode.Elevated ? BrokerClient.Status() : null);
        if (without.HasFlag(AttackLayers.Mounts)) facts = facts with { NoUserNamespaces = "left out on purpose" };
        if (without.HasFlag(AttackLayers.Landlock)) facts = facts with { LandlockAbi = 0 };
        if (without.HasFlag(AttackLayers.Seccomp)) facts = facts with { Seccomp = false, SeccompNotify = false };
        _facts = facts;
        Plan = Planner.For(policy, facts);
    }

    internal Plan Plan { get; }

    /// <summary>Serves the way out.</summary>
    internal Func<SandboxPolicy, Plan, IEgressService?> Egress { get; init; } = (_, _) => null;

    /// <summary>
    /// Runs the attempt to the end of its tree, and the audit after it; its report is in the scene then.
    /// </summary>
    internal LaunchResult Run(Plan plan)
    {
        using var output = new OutputFile();
        using var nothing = new FileStream("/dev/null", FileMode.Open, FileAccess.ReadWrite);
        var request = new LaunchRequest
        {
            Argv = [_scene.Program, "attack", _code.Name, .. _scene.Arguments],
            WorkingDirectory = CanonicalPath.Parse(_code.Folder(_scene)),
            Environment = [.. SceneEnvironment.Inside(_scene, _policy)],
            Account = _facts.Account,
            Deadline = Deadline,
            Streams = (_scene.Input ?? (int)nothing.SafeFileHandle.DangerousGetHandle(), output.Number, output.Errors),
            OwnTerminal = _scene.OwnTerminal,
        };
        using var owed = Audit.Begin(_policy, _facts, plan, CanonicalPath.Parse(_scene.Make("state/sessions/verify")));
        using var egress = Egress(_policy, plan);
        if (egress is not null)
            request = request with { ServesEgress = true, Environment = egress.Complete(request.Environment) };
        using var command = LinuxBackend.Start(plan, _code.Launch(_scene, request));
        egress?.Serve(command);
        var result = command.Wait();
        egress?.End(result);
        Audit.In(_facts.State).Run(owed);
        _scene.Report = AttemptReport.Parse(output.Read());
        if (_scene.Report.Failure is { } failure && output.ReadErrors() is { Length: > 0 } errors)
            _scene.Report = _scene.Report with
                { Failure = $"{failure}: {errors[..Math.Min(300, errors.Length)].Trim()}" };
        return result;
    }
}
