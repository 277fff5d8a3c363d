using System.Text.RegularExpressions;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Desktop;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tests.Processes;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>
/// From the plan to the end of a command, the calls that open, make or change something. Level of evidence: recorded
/// under Wine, which says yes to much that it does not keep: that they are made, in this order and with these values,
/// and not what they hold.
/// </summary>
public sealed partial class PlanCallsTests
{
    [WineFact]
    public void One_root() => Verify("one-root", new());

    /// <summary>
    /// Wine keeps no label, so that its own answer is the fence's level: here it is taken to have said yes.
    /// </summary>
    [WineFact]
    public void A_root_whose_label_has_no_policy() => Verify("bare-label", new(), letsLowerIn: true);

    [WineFact]
    public void No_root() => Verify("read-only", new() { Profile = Profile.ReadOnly });

    [WineFact]
    public void A_root_in_a_root() => Verify("nested-roots", new(), root: @"ws\inner");

    [WineFact]
    public void Limits_of_processes_and_memory() =>
        Verify("limits", new(), new() { Processes = 64, Memory = 1L << 30, Time = TimeSpan.FromMinutes(5) });

    [WineFact]
    public void Online() => Verify("online", new() { Network = NetworkMode.Online });

    /// <summary>
    /// Its git directory lies elsewhere: the shared one is a root too, and what git outside would obey in both is kept.
    /// </summary>
    [WineFact]
    public void A_linked_worktree() => Verify("worktree", new(), arrange: Link);

    /// <summary>The volume is said to be one: Wine has none without access lists.</summary>
    [WineFact]
    public void A_root_on_a_volume_without_access_lists() => Verify(
        "fat", new(), look: (setting, facts) =>
            facts with { Volumes = [.. facts.Volumes, new(setting["ws"], 7, "FAT32", HasAcls: false)] });

    [WineFact]
    public void A_secret_in_a_root_and_one_of_which_a_file_is_given_back() => Verify(
        "secrets", new(), arrange: setting => Write(setting, @"ws\keys\key", "secret"),
        say: (setting, policy) => policy with
        {
            DenyRead = [.. policy.DenyRead, Rule(setting[@"ws\keys"])],
            Read = [.. policy.Read, Rule(setting[@"home\.ssh\id"])]
        });

    [WineFact]
    public void A_terminal() => Verify("terminal", new(), hasTerminal: true);

    /// <summary>
    /// Wine refuses conditional entries, so that the plans above have none: here each descriptor of a session that has
    /// keys is shown as it is about to be passed, taken or not.
    /// </summary>
    [WineFact]
    public void Descriptors_with_keys()
    {
        using var setting = new Setting();
        var facts = setting.Facts() with { Keys = new(WellKnownSids.Local, WellKnownSids.ConsoleLogon) };
        var plan = WindowsPlanner.For(setting.Policy(), facts);
        var (token, desktop) = (plan.Steps.OfType<WindowsStep.CreateToken>().Single(),
            plan.Steps.OfType<WindowsStep.CreateDesktop>().Single());
        var station = SecurityDescriptor.Parse(
            plan.Steps.OfType<WindowsStep.CreateWindowStation>().Single().Descriptor);
        using var bench = new Bench(Bench.Of("wait-quietly"));
        using var process = Kernel32.OpenProcess(Kernel32.PROCESS_QUERY_LIMITED_INFORMATION, 0, bench.Command.Id);
        using var recorder = Named(setting, facts);
        Attempt(() => CommandToken.Create(token).Dispose());
        Attempt(
            () => SessionDesktop.Create(station, desktop.Name, SecurityDescriptor.Parse(desktop.Descriptor)).Dispose());
        Attempt(() => CommandToken.Describe(process, SecurityDescriptor.Parse(token.Descriptor)));
        Approved.Verify(recorder.Lines.Where(l => l.Contains("D:", StringComparison.Ordinal)
            || l.Contains("DACL", StringComparison.Ordinal)).Select(l => Number().Replace(l, "$1")),
            "PlanCallsTests.keys");

        static void Attempt(Action call)
        {
            try
            {
                call();
            }
            catch (NativeException)
            {
                return; // the record says so
            }
        }
    }

    private static void Verify(string name, PolicyFlags flags, Limits? limits = null, string? root = null,
        bool hasTerminal = false, bool letsLowerIn = false,
        Action<Setting>? arrange = null, Func<Setting, SandboxPolicy, SandboxPolicy>? say = null,
        Func<Setting, WindowsHostFacts, WindowsHostFacts>? look = null)
    {
        using var setting = new Setting();
        arrange?.Invoke(setting);
        if (root is not null) setting.Make(root);
        var policy = setting.Policy(root is null ? flags : flags with { Write = [setting[root].Value] });
        if (say is not null) policy = say(setting, policy);
        if (limits is not null) policy = policy with { Limits = limits };
        var facts = setting.Facts(policy);
        Assert.NotEqual(true, facts.LetsLowerIn); // Wine makes the access check without labels; nobody asks for no root
        if (letsLowerIn) facts = facts with { LetsLowerIn = true };
        if (look is not null) facts = look(setting, facts);
        var plan = WindowsPlanner.For(policy, facts);
        using var recorder = Named(setting, facts);
        foreach (var at in (string[])["ws", @"main\.git", .. root is null ? (string[])[] : [root]])
        {
            if (facts.Find(setting[at]) is { } found)
                recorder.Name(CapabilitySid.ForRoot(facts.User, found.VolumeSerial, found.FileId).ToString(),
                    $"ROOT-SID of {at}");
        }

        var (inRead, inWrite) = Kernel32.Pipe();
        var (outRead, outWrite) = Kernel32.Pipe();
        using (inRead)
        using (inWrite)
        using (outRead)
        using (outWrite)
        using (var fence = WindowsBackend.Apply(plan, facts, setting.Ledger))
        {
            var request = Bench.Of("exit", "7") with
                { WorkingDirectory = setting["ws"], Terminal = hasTerminal ? (80, 25) : null };
            using var streams = hasTerminal ? null : Streams.Of(inRead, outWrite, outWrite);
            using var command = hasTerminal ? fence.Start(request) : fence.Start(request, streams);
            Assert.Equal(7, command.Wait().ExitStatus);
        }

        // Looking costs nothing to get wrong, and the numbers of handles of files say nothing.
        var changing = recorder.Lines.Where(
            l => !l.StartsWith("Get", StringComparison.Ordinal) && !l.StartsWith("Query", StringComparison.Ordinal)
            && !l.Contains("access 0x120080", StringComparison.Ordinal)
                && !l.Contains("access 0x120081, share 0x7", StringComparison.Ordinal));
        Approved.Verify(changing.Select(l => Number().Replace(l, "$1")), $"PlanCallsTests.{name}");
    }

    /// <summary>As git makes them.</summary>
    private static void Link(Setting setting)
    {
        Directory.Delete(Path.Combine(setting.Folder, @"ws\.git"), recursive: true);
        var folder = setting.Folder.Replace('\\', '/');
        Write(setting, @"ws\.git", $"gitdir: {folder}/main/.git/worktrees/wt\n");
        Write(setting, @"main\.git\HEAD", "ref: refs/heads/main\n");
        Write(setting, @"main\.git\config", "[core]\n\tbare = false\n");
        Write(setting, @"main\.git\worktrees\wt\HEAD", "ref: refs/heads/wt\n");
        Write(setting, @"main\.git\worktrees\wt\commondir", "../..\n");
        Write(setting, @"main\.git\worktrees\wt\gitdir", $"{folder}/ws/.git\n");
        foreach (var name in (string[])["hooks", "objects", "refs"]) setting.Make($@"main\.git\{name}");
    }

    private static void Write(Setting setting, string name, string text)
    {
        var path = Path.Combine(setting.Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private static PathRule Rule(CanonicalPath path) => new(path.Value, path, null, new(PolicyLayer.User, "a test"));

    private static Recorder Named(Setting setting, WindowsHostFacts facts)
    {
        var recorder = Recorder.Start();
        recorder.Name(setting.Folder, "FOLDER");
        recorder.Name(Inside.Program, "PROGRAM");
        recorder.Name(facts.SessionId, "SESSION");
        recorder.Name(facts.User.ToString(), "USER");
        recorder.Name(CapabilitySid.ForSession(facts.User, facts.SessionId).ToString(), "SESSION-SID");
        recorder.Name(facts.Token.LogonSid!.ToString(), "LOGON-SID");
        return recorder;
    }

    [GeneratedRegex("(file|token|job|port)#[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
