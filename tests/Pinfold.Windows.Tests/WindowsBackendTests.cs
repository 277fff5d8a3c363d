using System.Text.RegularExpressions;
using Pinfold.Core.Paths;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Planning;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Service;
using Pinfold.Windows.Setup;
using Pinfold.Windows.Tests.Processes;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>
/// Level of evidence: Wine. Every call is made; what Wine does not keep must be reported, not claimed.
/// </summary>
public sealed partial class WindowsBackendTests
{
    [WindowsFact]
    public void The_facts_are_those_of_the_host()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        Assert.Equal(PathKind.Directory, facts.KindOf(setting["ws"]));
        Assert.Equal(PathKind.Directory, facts.KindOf(setting["WS/.GIT/hooks"]));
        Assert.Equal(PathKind.File, facts.KindOf(setting["ws/.git/config"]));
        Assert.Equal(PathKind.Missing, facts.KindOf(setting["ws/.git/info/attributes"]));
        Assert.Contains(facts.GitDirectories, g => g.Path == setting["ws/.git"] && g.Verified);
        // absent, as is the folder of hooks that the configuration names in it
        Assert.Contains(setting["ws/tools"], facts.GitProtected);
        Assert.NotEqual(facts.SessionId, setting.Facts().SessionId, StringComparer.Ordinal);
        Assert.NotNull(facts.VolumeOf(setting["ws"]));
        Assert.Equal(facts.VolumeOf(setting["ws"])!.Serial, facts.Find(setting["ws"])!.VolumeSerial);
        Assert.NotNull(facts.Find(setting["ws"])!.Descriptor);
        Assert.InRange(facts.Build, 17763, 99_999);
    }

    [WineFact]
    public void What_Wine_does_not_keep_is_not_claimed_and_strict_refuses()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        var plan = WindowsPlanner.For(setting.Policy(), facts);
        using var fence = WindowsBackend.Apply(plan, facts, setting.Ledger);
        Assert.Contains("the token has no restricting SIDs", facts.TokenGaps, StringComparer.Ordinal);
        Assert.Equal(EnforcementStatus.NotEnforced, plan.Expected[Control.Writes].Status); // before anything is built
        foreach (var control in (Control[])[Control.Writes, Control.Handoffs,
            Control.Secrets, Control.Processes, Control.Privileges])
        {
            Assert.Equal(EnforcementStatus.NotEnforced, fence.Report[control].Status);
            Assert.Contains("the token has no restricting SIDs", fence.Report[control].Reason,
                StringComparison.Ordinal);
        }

        Assert.Null(facts.Keys);
        Assert.Contains(fence.Report.Gaps([]), g => g.Control == Control.Writes);
        Assert.NotEmpty(fence.Faults);
        Assert.All(plan.Expected.Controls, c => Assert.True(fence.Report[c.Control].Status <= c.Status));
    }

    [WindowsFact]
    public void A_command_runs_in_the_fence_with_a_temp_and_a_desktop_of_its_own()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        var plan = WindowsPlanner.For(setting.Policy(), facts);
        var temp = plan.Steps.OfType<WindowsStep.PrivateTemp>().SingleOrDefault();
        using (var fence = WindowsBackend.Apply(plan, facts, setting.Ledger))
        {
            if (temp is not null) Assert.True(Directory.Exists(Core.Paths.WindowsPath.ToWin32(temp.Path)));
            using var command = fence.Start(Bench.Of("exit", "42") with { WorkingDirectory = setting["ws"] });
            Assert.Equal((LaunchOutcome.Exited, 42), (command.Wait().Outcome, command.Wait().ExitStatus));
            using var next = fence.Start(Bench.Of("exit", "43") with { WorkingDirectory = setting["ws"] });
            Assert.Equal(43, next.Wait().ExitStatus);
        }

        if (temp is not null) Assert.False(Directory.Exists(Core.Paths.WindowsPath.ToWin32(temp.Path)));
    }

    /// <summary>Else it has that of pinfold's default DACL, which lets every session of the user read it.</summary>
    [WindowsFact]
    public void Before_a_command_runs_its_token_has_the_descriptor_of_the_plan()
    {
        using var setting = new Setting();
        var facts = setting.Facts();
        var plan = WindowsPlanner.For(setting.Policy(), facts);
        using var fence = WindowsBackend.Apply(plan, facts, setting.Ledger);
        using var recorder = Recorder.Start();
        using var command = fence.Start(Bench.Of("exit", "0") with { WorkingDirectory = setting["ws"] });
        command.Wait();
        var lines = recorder.Lines.Select(l => Number().Replace(l, "$1")).ToArray();
        var described = Array.IndexOf(lines,
            $"SetKernelObjectSecurity(token, parts 0x14, {plan.Steps.OfType<WindowsStep.CreateToken>().Single().Descriptor})");
        Assert.Equal("OpenProcessToken(\"process\", access 0xe0000) = token", lines[described - 1]);
        Assert.StartsWith("ResumeThread(", lines[described + 1], StringComparison.Ordinal);
    }

    [WindowsFact]
    public void After_undo_every_descriptor_is_what_it_was()
    {
        using var setting = new Setting();
        var before = Descriptors(setting);
        var facts = setting.Facts();
        using (WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), facts), facts, setting.Ledger))
            Assert.True(File.Exists(setting.Ledger));
        using (var ledger = LedgerFile.Open(setting.Ledger))
        {
            Assert.NotEmpty(ledger.Book.Entries);
            Assert.Empty(UserEntries.TakeBack(ledger, new NativeSecurityStore(), () => [], _ => { }));
            Assert.Empty(ledger.Book.Owed);
        }

        Assert.Equal(before, Descriptors(setting));
    }

    [WindowsFact]
    public void In_elevated_mode_nothing_runs_without_the_broker_and_what_was_changed_is_taken_back()
    {
        Assert.SkipWhen(ServiceControl.ProcessOf(BrokerService.Name) != 0, "the broker runs on this host");
        using var setting = new Setting();
        var before = Descriptors(setting);
        var facts = WindowsBackend.GatherElevated(setting.Policy(), setting["home"], setting["temp"], setting["state"]);
        var plan = ElevatedPlanner.For(setting.Policy(), facts, WindowsInstallation.Described(facts.User));
        using (var fence = WindowsBackend.Apply(plan, facts, setting.Ledger))
        {
            var refused = Assert.ThrowsAny<IOException>(
                () => fence.Start(Bench.Of("exit", "0") with { WorkingDirectory = setting["ws"] }));
            Assert.IsNotType<LaunchException>(refused); // 125
            Assert.Contains("elevated mode needs Pinfold's broker", refused.Message, StringComparison.Ordinal);
            refused = Assert.Throws<FenceException>(() =>
                fence.Start(Bench.Of("exit", "0") with { WorkingDirectory = setting["ws"], Terminal = (80, 25) }));
            Assert.Contains(SetupPaths.Pinfold, refused.Message, StringComparison.Ordinal);
            Assert.All(plan.Expected.Controls, c => Assert.True(fence.Report[c.Control].Status <= c.Status));
        }

        using (var ledger = LedgerFile.Open(setting.Ledger))
        {
            Assert.Empty(UserEntries.TakeBack(ledger, new NativeSecurityStore(), () => [], _ => { }));
            Assert.Empty(ledger.Book.Owed);
        }

        // Wine drops entries that it has no mode bits for, so that the user's own counts as one that was added.
        if (WineVersion.Current is null) Assert.Equal(before, Descriptors(setting));
    }

    /// <summary>
    /// Wine's tokens keep nothing of what they are asked for: an elevated plan claims nothing there either, whatever
    /// the broker says.
    /// </summary>
    [WineFact]
    public void What_Wine_does_not_keep_is_not_claimed_in_elevated_mode()
    {
        using var setting = new Setting();
        var facts = WindowsBackend.GatherElevated(setting.Policy(), setting["home"], setting["temp"], setting["state"]);
        var plan = ElevatedPlanner.For(setting.Policy(), facts, WindowsInstallation.Described(facts.User));
        foreach (var control in (Control[])[Control.Writes, Control.Handoffs, Control.Secrets,
            Control.Network, Control.Sockets, Control.Processes, Control.Privileges, Control.Temp])
            Assert.Equal(EnforcementStatus.NotEnforced, plan.Expected[control].Status);
        Assert.Contains("the token has no restricting SIDs", plan.Expected[Control.Writes].Reason,
            StringComparison.Ordinal);
    }

    [GeneratedRegex("(file|token|job|port)#[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();

    private static string Descriptors(Setting setting)
    {
        var store = new NativeSecurityStore();
        var paths = Directory.EnumerateFileSystemEntries($@"\\?\{setting.Folder}", "*", SearchOption.AllDirectories)
            .Where(p => !p.Contains(@"\state", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return string.Join('\n', paths.Select(p =>
        {
            using var item = store.Open(p, ItemAccess.Read)!;
            return $"{p} {item.Read()}";
        }));
    }
}
