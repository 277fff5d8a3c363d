using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.Attacks;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Attacks;

/// <summary>
/// Level of evidence: Wine. Controls are real where Wine can make them; nothing here says that the fence confines.
/// </summary>
[Collection(Alone.Name)]
public sealed class AttackRunnerTests
{
    [WineFact]
    public void Where_nothing_is_confined_every_attack_counts_as_not_run_and_the_report_does_not_hold()
    {
        using var scratch = new Scratch();
        string[] names = ["write-outside-create", "mutex-take", "secret-read"];
        var report = Runner(scratch).RunAll([.. names.Select(Named)]);
        Assert.NotNull(report.NotConfined);
        Assert.Equal(names.Select(n => (n, AttackOutcome.NotRun)),
            report.Results.Select(r => (r.Attack.Name, r.Outcome)));
        Assert.False(report.Holds);
        Assert.Equal(64, report.PolicyHash.Length);
    }

    [WindowsFact]
    public void Scenes_leave_nothing_behind()
    {
        using var scratch = new Scratch();
        Runner(scratch).WhyNotControlled(AttackCodes.ByName["write-profile"]);
        Assert.Empty(Directory.EnumerateFileSystemEntries(scratch.Folder));
        Assert.Empty(Directory.EnumerateFileSystemEntries(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), "pinfold-*"));
    }

    /// <summary>One or more of each kind; the whole list is what <c>pinfold verify</c> prints there.</summary>
    [WindowsFact]
    public void Controls_work_where_there_is_no_fence()
    {
        using var scratch = new Scratch();
        var runner = Runner(scratch);
        string[] names =
        [
            "write-outside-append", "write-outside-access-list", "write-outside-nt-name",
            "write-read-only-create", "write-read-only-append", "write-startup-folder",
            "write-program-data", "delete-outside-posix", "rename-over-outside", "replace-outside",
            "link-hard-outside", "spelling-short-name", "spelling-extended", "git-config-replace",
            "git-hooks-rename", "git-to-gitfile", "handoff-editor-tasks", "handoff-rename-over",
            "secret-list", "secret-read-mapped", "secret-read-new-file", "registry-run", "registry-key-delete",
            "process-read-memory", "process-remote-thread", "process-duplicate-handle", "process-parent",
            "process-terminate", "tree-child-left-behind", "tree-breakaway", "tree-write-after-time-limit",
            "sibling-event", "sibling-pipe", "sibling-token", "sibling-any-access", "sibling-terminate",
            "token-pipe-client", "token-revert", "pipe-write", "pipe-write-open-to-everyone",
            "mailslot-write", "section-write", "handle-file", "handle-event", "environment-forge-token",
            "limit-processes", "limit-time", "cve-2025-59532-cwd-as-root", "profile-read", "profile-list",
            "profile-registry-read", "profile-registry-write", "account-profile-write", "other-user-root-read",
            "other-user-root-write", "session-root-read", "session-temp-read",
            "filter-udp-six", "filter-tcp-mapped", "online-loopback", "online-loopback-udp",
            "server-rpc", "sibling-rpc", "spelling-outside-device-name",
            "spelling-outside-port-name", "spelling-outside-device-extension", "net-mdns", "net-llmnr",
        ];
        Assert.Empty(names.Select(n => (n, Why: runner.WhyNotControlled(AttackCodes.ByName[n])))
            .Where(r => r.Why is not null).Select(r => $"{r.n}: {r.Why}"));
        if (WineVersion.Current is null) return;
        // Wine has none
        Assert.Contains("its control does not work here",
            runner.WhyNotControlled(AttackCodes.ByName["write-outside-reparse-point"]), StringComparison.Ordinal);
    }

    /// <summary>Nothing that only a host with a broker has is taken for a control that works.</summary>
    [WineFact]
    public void What_needs_a_broker_is_skipped_with_its_reason_where_there_is_none()
    {
        using var scratch = new Scratch();
        var runner = Runner(scratch);
        foreach (var name in (string[])["broker-pipe-speak", "broker-service-stop", "broker-service-config",
            "broker-password", "broker-end", "broker-program-plant", "broker-ledger-plant", "filter-sublayer"])
            Assert.Matches("its control does not work here|there is no folder",
                runner.WhyNotControlled(AttackCodes.ByName[name]));
    }

    /// <summary>
    /// The scene of the elevated mode: what lies outside can be read, so that a refusal says something of writing.
    /// </summary>
    [WindowsFact]
    public void The_elevated_plan_of_a_scene_reads_the_outside_and_writes_the_workspace_alone()
    {
        using var scratch = new Scratch();
        using var scene =
            new Scene(Directory.CreateDirectory(scratch.Folder + @"\scene").FullName, ["pinfold.exe"], isControl: false)
                { Installed = WindowsInstallation.Described(Core.WindowsModel.Sid.Parse("S-1-5-21-1-2-3-1001")) };
        var (_, plan) = scene.PlanFor(ScenePolicy.For(scene, scene.Workspace));
        Assert.Equal(WindowsPath.Parse(scene.Workspace), Assert.Single(plan.Steps.OfType<WindowsStep.GrantRoot>()).Path,
            WindowsPathComparer.Instance);
        Assert.Single(plan.Steps.OfType<WindowsStep.LogOn>());
        if (WineVersion.Current is null)
            Assert.Contains(plan.Steps.OfType<WindowsStep.GrantRead>(),
                s => WindowsPathComparer.Instance.Equals(s.Path, WindowsPath.Parse(scene.Outside)));
    }

    /// <summary>
    /// The way through fence, attempt and effect. What is a gap on Windows works here too; what is promised is not even
    /// tried, since Wine's fence promises nothing.
    /// </summary>
    [WineFact]
    public void An_attempt_is_made_in_a_fence_and_its_effect_is_seen()
    {
        using var scratch = new Scratch();
        var runner = Runner(scratch);
        var gap = Named("process-terminate").Gap;
        Assert.NotNull(gap);
        Assert.Equal((AttackOutcome.Open, $"a gap that the report names: {gap} (it had its effect outside)"),
            Made("process-terminate"));
        // the audit is real here
        foreach (var name in (string[])["handoff-deep-tasks", "handoff-deep-repository"])
            Assert.Equal((AttackOutcome.Denied, "it had no effect outside"), Made(name));
        // and so is the job
        Assert.Equal((AttackOutcome.Denied, "ended by the deadline"), Made("tree-write-after-time-limit"));
        foreach (var name in (string[])["write-profile", "sibling-read-memory", "sibling-any-access"])
            Assert.Equal(AttackOutcome.Skipped, Made(name).Outcome);

        (AttackOutcome Outcome, string Detail) Made(string name) =>
            runner.Attempt(Named(name), AttackCodes.ByName[name]) is var (outcome, detail, _)
                ? (outcome, detail)
                : default;
    }

    private static AttackRunner Runner(Scratch scratch) => new([Inside.Program, "--inside", "attack"], scratch.Folder);

    private static Attack Named(string name) =>
        WindowsAttacks.Find(name) ?? throw new ArgumentException($"'{name}' is no attack", nameof(name));
}
