using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Machine;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>A fresh machine with a workspace in the profile, and policies for it.</summary>
internal sealed class Scene
{
    internal const string Workspace = @"C:\Users\me\src\app";

    internal static readonly SandboxPolicy Policy = Base with
    {
        Workspace = Path("/C:/Users/me/src/app"),
        Write = [Rule("/C:/Users/me/src/app"), Rule("/tmp")],
        DenyRead = [Rule("/C:/Users/me/.ssh", BuiltIn), Rule("/C:/Users/me/.npmrc", BuiltIn),
            Rule("/C:/Users/me/.aws", BuiltIn), Rule("/C:/Users/me/src/app/.env")],
        Read = [Rule("/C:/Users/me/.ssh/known_hosts")],
        Protect = [.. Base.Protect, Handoff(".idea")],
        Limits = new() { Processes = 512, Memory = 4L << 30 },
    };

    /// <summary>As it is shipped, without a word of the user's.</summary>
    internal static readonly SandboxPolicy Shipped = PolicyLoader.Load([], new PolicyFlags(), Policy.Workspace,
        MachineFacts.Home, [MachineFacts.State]).Policy!;

    /// <summary>With a root on a second volume.</summary>
    internal static readonly SandboxPolicy OnVolumes = Policy with { Write = [.. Policy.Write, Rule("/D:/work")] };

    /// <param name="hasNames">Whether hand-off names are there.</param>
    /// <param name="hasVolumes">Whether there are an NTFS volume, D:, with a root and other files, and one of exFAT,
    /// E:.</param>
    internal Scene(bool hasNames = true, bool hasVolumes = false)
    {
        if (hasVolumes) Mount();
        foreach (var file in (string[])
            [
                @".git\HEAD", @".git\config", @".git\index", @".git\hooks\pre-commit.sample",
                @".git\objects\info\packs", @".git\objects\ab\cd", @".git\refs\heads\main",
                @".git\logs\HEAD", @".git\info\exclude", @"src\main.c",
                @"Makefile", @".vscode\tasks.json", @".env", @"a long name.text",
            ])
            if (hasNames || !IsName(file)) Put(file);
        foreach (var folder in (string[])["", @"\.git", @"\.git\hooks", @"\.git\objects",
            @"\.git\objects\info", @"\.git\info", @"\.git\refs\heads", @"\src", @"\.vscode"])
            if (hasNames || !IsName(folder.TrimStart('\\'))) Own(Machine.Find(Workspace + folder)!);
        if (hasNames) Machine.InstallName($@"{Workspace}\.vscode\tasks.json", $@"{Workspace}\src\tasks-too.json");
        Machine.InstallName(@"C:\Users\me\.gitconfig", $@"{Workspace}\src\linked");
        Machine.InstallLink($@"{Workspace}\out", @"C:\Users\me\Documents");
    }

    /// <summary>
    /// What the system says about a label without policy. True goes with a system where commands can make files under
    /// it.
    /// </summary>
    internal bool LetsLowerIn
    {
        get;
        set
        {
            field = value;
            if (value) Machine.LowerLabel = LowerLabel.Inherited;
        }
    }

    internal FreshWindows11 Host { get; } = FreshWindows11.Create();

    internal NtMachine Machine => Host.Machine;

    /// <summary>As if each session, s1, s2 and so on, had found the pairs before its own taken.</summary>
    internal WindowsPlan Plan(SandboxPolicy? policy = null, string session = "s1") =>
        WindowsPlanner.For(policy ?? Policy, MachineFacts.Of(Machine, policy ?? Policy, session) with
            { LetsLowerIn = LetsLowerIn, Keys = SessionKeys.PairsOf(FreshWindows11.User)[session[^1] - '1'] });

    /// <summary>Carries the plan out, or those of its steps that are asked for.</summary>
    internal SimulatedBackend Run(SandboxPolicy? policy = null, string session = "s1",
        Func<WindowsStep, bool>? with = null,
        Func<WindowsStep, WindowsStep>? change = null)
    {
        var plan = Plan(policy, session);
        return SimulatedBackend.Apply(Machine, FreshWindows11.User,
            plan with { Steps = [.. plan.Steps.Where(with ?? (_ => true)).Select(change ?? (s => s))] }, session);
    }

    /// <summary>
    /// D: as data disks are made: those who are logged on may change all of it (assumed, as <c>icacls D:\</c> shows
    /// it).
    /// </summary>
    private void Mount()
    {
        Machine.Mount('D', "6f0b5a3e-0002-0000-0000-100000000000", "HarddiskVolume4",
            SecurityDescriptor.Parse(
                "O:SYG:SYD:(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1301bf;;;AU)(A;OICI;0x1200a9;;;BU)"));
        Machine.MountFat('E', "6f0b5a3e-0003-0000-0000-100000000000", "HarddiskVolume5");
        foreach (var file in (string[])[@"D:\work\a.c",
            @"D:\work\.vscode\tasks.json", @"D:\data\file.txt", @"E:\stick.txt"])
            Host.File(file);
        foreach (var mine in (string[])[@"D:\work", @"D:\work\a.c", @"D:\work\.vscode",
            @"D:\work\.vscode\tasks.json", @"D:\data", @"D:\data\file.txt"])
            Own(Machine.Find(mine)!);
    }

    /// <summary>One more file of the workspace.</summary>
    internal void Put(string name)
    {
        Own(Host.File($@"{Workspace}\{name}"));
        for (var end = name.LastIndexOf('\\'); end > 0; end = name.LastIndexOf('\\', end - 1))
            Own(Machine.Find($@"{Workspace}\{name[..end]}")!);
    }

    private static bool IsName(string path) =>
        Claims.Kept.Any(kept => path == kept || path.StartsWith(kept + '\\', StringComparison.Ordinal));

    private static void Own(NtObject item) =>
        item.Descriptor = item.Descriptor with { Owner = FreshWindows11.Me, Group = FreshWindows11.Me };
}
