using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Runs attacks against the real fence on this host: the control outside, the attempt inside, the effect seen from the
/// host.
/// </summary>
/// <param name="program">A program that understands <c>attack NAME</c>: normally this one.</param>
/// <param name="folder">Where scenes are built; not below a writable root. It exists.</param>
/// <param name="without">Mechanisms to leave out, to show that the others hold by themselves.</param>
public sealed class AttackRunner(string program, string folder, AttackLayers without = AttackLayers.None)
{
    private const int ControlTries = 3;
    private const AttackLayers Always = AttackLayers.Privileges
        | AttackLayers.Hygiene | AttackLayers.Limits | AttackLayers.Audit;

    /// <summary>
    /// The scenes lie below a folder that is private inside, as with a home in /tmp: then what is outside is not there.
    /// </summary>
    private readonly bool _hidden = Scene.IsPrivateInside(folder);

    private int _scenes;

    /// <summary>How the fence is built.</summary>
    public FenceMode Mode { get; init; }

    /// <summary>Serves the way out of a plan that has one. Without it, such a plan leads nowhere.</summary>
    public Func<SandboxPolicy, Plan, IEgressService?> Egress { get; init; } = (_, _) => null;

    /// <summary>Changes every plan before it is applied, so that a test can break the fence.</summary>
    internal Func<Plan, Plan> Change { get; init; } = plan => plan;

    /// <summary>The policy of a scene, before an attack changes it.</summary>
    internal Func<Scene, SandboxPolicy> Policy { get; init; } = ScenePolicy.For;

    /// <summary>Runs one attack.</summary>
    public AttackResult Run(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        var clock = Stopwatch.StartNew();
        var (outcome, detail, errno) = Judge(attack, AttackCodes.ByName[attack.Name]);
        return new(attack, outcome, detail, errno, clock.Elapsed.TotalMilliseconds);
    }

    /// <summary>Runs <paramref name="attacks"/> one after the other.</summary>
    public AttackReport RunAll(ImmutableArray<Attack> attacks, IProgress<AttackResult>? progress = null)
    {
        var results = ImmutableArray.CreateBuilder<AttackResult>(attacks.Length);
        foreach (var attack in attacks)
        {
            results.Add(Run(attack));
            progress?.Report(results[^1]);
        }

        using var scene = Build();
        return new()
        {
            Kernel = Kernel.Release + " " + Kernel.Version,
            Mode = (Mode == FenceMode.Elevated ? "elevated" : "unelevated") + (Libc.GetUid() == 0 ? ", as root" : "")
                + (without == AttackLayers.None ? "" : $", without {without}"),
            PolicyHash = Policy(scene).Hash,
            Binaries = [.. TrustedPrograms.All(program)
                .Select(p => KeyValuePair.Create(Path.GetFileName(p), TrustedPrograms.Hash(p)))],
            Results = results.MoveToImmutable(),
        };
    }

    private (AttackOutcome Outcome, string Detail, string? Errno) Judge(Attack attack, AttackCode code)
    {
        try
        {
            if (WhyNotControlled(code) is { } reason) return (AttackOutcome.Skipped, reason, null);
            if (code.ProjectFile is null) return Attempt(attack, code, PolicyLayer.Project);
            var (own, why, _) = Attempt(attack, code, PolicyLayer.User);
            if (own == AttackOutcome.Skipped) return (own, why, null);
            return own == AttackOutcome.Escaped
                ? Attempt(attack, code, PolicyLayer.Project)
                : (AttackOutcome.Failed,
                    "the same words in the user's own policy have no effect, so that a refusal shows nothing: " + why,
                    null);
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or InvalidOperationException or LaunchException)
        {
            return (AttackOutcome.Failed, e.Message, null);
        }
    }

    private (AttackOutcome Outcome, string Detail, string? Errno) Attempt(Attack attack, AttackCode code,
        PolicyLayer layer)
    {
        using var scene = Build();
        code.Prepare?.Invoke(scene);
        var policy = code.ProjectFile is null ? new PolicyResult(Policy(scene), [])
            : ScenePolicy.Load(scene,
                [new(layer,
                    (layer == PolicyLayer.User ? scene.Home + "/.config/pinfold" : scene.Workspace + "/.pinfold")
                        + "/policy.toml", code.ProjectFile)]);
        if (policy.Policy is null)
            return (AttackOutcome.Denied, "the policy is refused: " + policy.Diagnostics[0].Message,
                policy.Diagnostics[0].Code);
        if (code.Audited || code.Rounds > 1) Scene.LetClockTick();
        for (var round = 1; ; round++)
        {
            scene.Tell("round", round);
            var fence = new Fence(scene, code, policy.Policy, without, Mode) { Egress = Egress };
            if (!code.Unpromised && WhyNotPromised(attack, code, fence.Plan) is { } gap)
                return (AttackOutcome.Skipped, gap, null);
            var result = fence.Run(Change(fence.Plan));
            if (round == code.Rounds) return Verdict(code, scene, result);
        }
    }

    private Scene Build() => new(Directory.CreateDirectory($"{folder}/{++_scenes}").FullName, program) { Mode = Mode };

    /// <summary>
    /// The attack must work where there is no fence; else a refusal inside would show nothing. What other processes do
    /// in that moment may spoil one try.
    /// </summary>
    private string? WhyNotControlled(AttackCode code)
    {
        string? reason = null;
        for (var left = ControlTries; left > 0; left--)
        {
            using var scene = Build();
            if (code.Unfit(scene) is { } unfit) return unfit;
            code.Prepare?.Invoke(scene);
            Control.Run(scene, code);
            if (code.Worked(scene)) return null;
            reason = "its control does not work here: " + Why(scene.Report);
        }
        return reason;
    }

    private static string Why(AttemptReport report) =>
        report.Failure ?? (
            report.Refused.Call is { } call ? $"{call}: {LinuxException.Symbol(report.Refused.Error)}" : "no effect");

    /// <summary>
    /// A gap that the enforcement report names is not tested; the report is what says so to the user.
    /// </summary>
    private static string? WhyNotPromised(Attack attack, AttackCode code, Plan plan)
    {
        var report = plan.Expected[attack.Control];
        if (report.Status == EnforcementStatus.NotEnforced || !code.Promise(plan))
            return $"{PolicyWords.Of(attack.Control)} is {PolicyWords.Of(report.Status)} here: {report.Reason}";
        var layers = Always | Layers(plan);
        return (attack.Layers & layers) == AttackLayers.None
            ? $"{attack.Layers} is not there; {PolicyWords.Of(attack.Control)}: {report.Reason}"
            : null;
    }

    private static AttackLayers Layers(Plan plan)
    {
        var layers = AttackLayers.None;
        foreach (var step in plan.Steps)
        {
            layers |= step switch
            {
                PlanStep.Landlock => AttackLayers.Landlock,
                PlanStep.Seccomp => AttackLayers.Seccomp,
                PlanStep.CreateNamespaces n when n.Kinds.HasFlag(Namespaces.Mount) =>
                    AttackLayers.Mounts | AttackLayers.Namespaces,
                _ => AttackLayers.None,
            };
        }

        return layers;
    }

    private (AttackOutcome Outcome, string Detail, string? Errno) Verdict(AttackCode code, Scene scene,
        LaunchResult result)
    {
        if (code.Worked(scene)) return (AttackOutcome.Escaped, "it had its effect outside", null);
        if (result.Outcome is LaunchOutcome.Failed or LaunchOutcome.NotExecutable or LaunchOutcome.NotFound)
        {
            return code.Expect != LaunchExpectation.Starts && result.Outcome == LaunchOutcome.Failed
                ? (AttackOutcome.Denied, "not started: " + result.Failure, null)
                : (AttackOutcome.Failed, "nothing ran: " + result.Failure, null);
        }

        if (code.Expect == LaunchExpectation.NeverStarts) return (AttackOutcome.Escaped, "it was started", null);
        var signal = result.Outcome == LaunchOutcome.TimedOut ? 9
            : result.Outcome == LaunchOutcome.Signalled ? result.ExitStatus - 128
            : 0;
        if (signal != 0)
        {
            return signal == code.KilledBy
                ? (AttackOutcome.Denied, signal == 31 ? "killed by the filter" : "killed",
                    signal == 31 ? "SIGSYS" : "SIGKILL")
                : (AttackOutcome.Failed, $"killed by signal {signal}", null);
        }

        return Verdict(code, scene.Report);
    }

    private (AttackOutcome Outcome, string Detail, string? Errno) Verdict(AttackCode code, AttemptReport report)
    {
        if (report.Failure is not null) return (AttackOutcome.Failed, report.Failure, null);
        if (report.Tries.Length == 0) return (AttackOutcome.Failed, "it tried nothing", null);
        foreach (var (call, error) in report.Tries)
        {
            if (error == 0 && !code.Isolated && !code.Audited)
                return (AttackOutcome.Escaped, call + " was allowed", null);
            if (error != 0 && !code.Denials.Contains(error) && !(error == Errno.ENOENT && _hidden))
                return (AttackOutcome.Failed, $"{call}: {LinuxException.Symbol(error)}", null);
        }

        var first = report.Refused;
        return first.Call is null
            ? (AttackOutcome.Denied,
                code.Audited ? "taken back by the audit" : "it had its effect on a private copy alone", null)
            : (AttackOutcome.Denied, $"{first.Call}: {LinuxException.Symbol(first.Error)}",
                LinuxException.Symbol(first.Error));
    }
}
