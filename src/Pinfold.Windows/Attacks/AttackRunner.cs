using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Workspace;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// Runs attacks against the real fence on this host: the control outside, the attempt inside, the effect seen from the
/// host. Where the fence confines nothing, controls alone run, and every attack counts as not run.
/// </summary>
/// <param name="program">A program with the arguments that make it call <see cref="AttackProgram"/>: normally this one,
/// with <c>attack</c>.</param>
/// <param name="folder">Where scenes are built; not below a writable root. It exists.</param>
public sealed class AttackRunner(ImmutableArray<string> program, string folder)
{
    private int _scenes;

    /// <summary>
    /// What setup has left, for the elevated mode, whose commands the broker starts; null for the unelevated one.
    /// </summary>
    public WindowsInstallation? Installed { get; init; }

    private (bool Known, string? Reason) _notConfined;

    /// <summary>Why the fence confines nothing on this host; null when it confines.</summary>
    public string? NotConfined
    {
        get
        {
            if (!_notConfined.Known) _notConfined = (true, WhyNotConfined());
            return _notConfined.Reason;
        }
    }

    /// <summary>Runs one attack.</summary>
    public AttackResult Run(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        var clock = Stopwatch.StartNew();
        var (outcome, detail, error) = Judge(attack, AttackCodes.ByName[attack.Name]);
        return new(attack, outcome, detail, error, clock.Elapsed.TotalMilliseconds);
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

        using var scene = Build(isControl: true);
        return new()
        {
            Kernel = $"Windows {Environment.OSVersion.Version}",
            Mode = Installed is null ? "unelevated" : "elevated",
            PolicyHash = ScenePolicy.For(scene, scene.Workspace).Hash,
            Binaries = [KeyValuePair.Create(Path.GetFileName(program[0]), Sha256.Hex(File.ReadAllBytes(program[0])))],
            NotConfined = NotConfined,
            Results = results.MoveToImmutable(),
        };
    }

    /// <summary>Null when the attack works where there is no fence; else a refusal inside would show nothing.</summary>
    internal string? WhyNotControlled(AttackCode code)
    {
        using var scene = Build(isControl: true);
        if (code.Unfit(scene) is { } unfit) return unfit;
        code.Prepare?.Invoke(scene);
        code.Ready?.Invoke(scene);
        AttemptLaunch.Outside(scene, code);
        if (code.Worked(scene)) return null;
        if (scene.Report.Failure is { } failure) return "its control does not work here: " + failure;
        var refused = scene.Report.Refused;
        return "its control does not work here: "
            + (refused.Call is null ? "no effect" : $"{refused.Call}: {NativeException.Symbol(refused.Error)}");
    }

    /// <summary>What is decided by the fence's report and by what was seen; pure.</summary>
    internal static (AttackOutcome Outcome, string Detail, string? Error) Verdict(Attack attack, AttackCode code,
        bool worked, LaunchResult result, AttemptReport report)
    {
        if (worked) return Through(attack, "it had its effect outside");
        if (result.Outcome == LaunchOutcome.TimedOut)
            return code.TimesOut
                ? (AttackOutcome.Denied, "ended by the deadline", null)
                : (AttackOutcome.Failed, "it did not end by itself", null);
        if (result.Outcome is LaunchOutcome.NotExecutable or LaunchOutcome.NotFound)
            return (AttackOutcome.Failed, "nothing ran: " + result.Failure, null);
        if (report.Failure is not null)
            return (AttackOutcome.Failed, $"{report.Failure} (exit status {result.ExitStatus:x})", null);
        if (report.Tries.Length == 0) return (AttackOutcome.Failed, "it tried nothing", null);
        foreach (var (call, error) in report.Tries)
        {
            if (error == 0 && !code.Contained) return Through(attack, call + " was allowed");
            if (error != 0 && !code.Denials.Contains(error))
                return (AttackOutcome.Failed, $"{call}: {NativeException.Symbol(error)}", null);
        }

        var first = report.Refused;
        return first.Call is null
            ? (AttackOutcome.Denied, "it had no effect outside", null)
            : (AttackOutcome.Denied, $"{first.Call}: {NativeException.Symbol(first.Error)}",
                NativeException.Symbol(first.Error));
    }

    private static (AttackOutcome Outcome, string Detail, string? Error) Through(Attack attack, string detail) =>
        attack.Gap is null
            ? (AttackOutcome.Escaped, detail, null)
            : (AttackOutcome.Open, $"a gap that the report names: {attack.Gap} ({detail})", null);

    private (AttackOutcome Outcome, string Detail, string? Error) Judge(Attack attack, AttackCode code)
    {
        try
        {
            var uncontrolled = WhyNotControlled(code);
            if (NotConfined is not null)
                return (AttackOutcome.NotRun,
                    uncontrolled ?? "its control works; not confined here, so that no attempt was made", null);
            return uncontrolled is null ? Attempt(attack, code) : (AttackOutcome.Skipped, uncontrolled, null);
        }
#pragma warning disable CA1031 // one attack that breaks must not take the others' results away
        catch (Exception e)
        {
            return (NotConfined is null ? AttackOutcome.Failed : AttackOutcome.NotRun, $"it broke: {e.Message}", null);
        }
#pragma warning restore CA1031
    }

    /// <summary>The attempt alone, in a fence.</summary>
    internal (AttackOutcome Outcome, string Detail, string? Error) Attempt(Attack attack, AttackCode code)
    {
        using var scene = Build(isControl: false);
        code.Prepare?.Invoke(scene);
        var policy = code.Policy(ScenePolicy.For(scene, scene.Workspace));
        var (facts, plan) = scene.PlanFor(policy);
        var isAudit = attack.Layers == AttackLayers.Audit; // which needs no token
        var auditor = Audit.In(facts.State);
        if (isAudit)
        {
            using var first = Audit.BeginLearning(policy, facts, plan, facts.State.Combine("sessions/1"),
                Audit.Unknown(policy, facts, plan));
            auditor.Run(first);
        }

        using var fence = WindowsBackend.Apply(plan, facts, scene.At("ledger"));
        if (!isAudit && !code.IsUnpromised && attack.Gap is null
            && fence.Report[attack.Control] is { Status: EnforcementStatus.NotEnforced } gap)
            return (AttackOutcome.Skipped,
                $"{PolicyWords.Of(attack.Control)} is {PolicyWords.Of(gap.Status)} here: {gap.Reason}", null);
        code.Ready?.Invoke(scene);
        using var owed = Audit.Begin(policy, facts, plan, facts.State.Combine("sessions/2"));
        var result = AttemptLaunch.Inside(scene, code, fence, policy, plan);
        if (isAudit)
        {
            fence.Dispose(); // what it holds could not be moved
            auditor.Run(owed);
        }

        code.After?.Invoke(scene);
        return Verdict(attack, code, code.Worked(scene), result, scene.Report);
    }

    private string? WhyNotConfined()
    {
        try
        {
            using var scene = Build(isControl: false);
            var policy = ScenePolicy.For(scene, scene.Workspace);
            var (facts, plan) = scene.PlanFor(policy);
            using var fence = WindowsBackend.Apply(plan, facts, scene.At("ledger"));
            return fence.Report[Control.Writes] is { Status: EnforcementStatus.NotEnforced } writes
                ? writes.Reason
                : null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private Scene Build(bool isControl) =>
        new(Directory.CreateDirectory($@"{folder}\{++_scenes}").FullName, program, isControl) { Installed = Installed };
}
