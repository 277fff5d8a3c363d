using System.Collections.Immutable;
using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Names that editors, agents and shells obey.</summary>
internal static class Handoffs
{
    /// <summary>A name that is taken refuses in these ways.</summary>
    internal static readonly ImmutableArray<int> Taken =
        [.. AttackCode.Held, Kernel32.ERROR_FILE_EXISTS, Kernel32.ERROR_ALREADY_EXISTS, Kernel32.ERROR_DIRECTORY];

    internal static IEnumerable<AttackCode> Codes =>
    [
        Plant("handoff-editor-tasks", @".vscode\tasks.json"),
        Plant("handoff-idea-workspace", @".idea\workspace.xml"),
        Plant("handoff-claude-settings", @".claude\settings.json"),
        Plant("handoff-codex-config", @".codex\config.toml"),
        Plant("handoff-cursor-servers", @".cursor\mcp.json"),
        Plant("handoff-gemini-settings", @".gemini\settings.json"),
        Plant("handoff-agents-folder", @".agents\orders.md"),
        Plant("handoff-mcp-servers", ".mcp.json"),
        Plant("handoff-direnv", ".envrc"),
        Plant("handoff-npmrc", ".npmrc"),
        Plant("handoff-own-policy", @".pinfold\policy.toml"),
        Plant("handoff-other-case", @".VSCODE\TASKS.JSON"),
        Existing("handoff-existing-overwrite",
            a => Fill(a, a.Workspace + @"\.vscode\tasks.json"),
            Marked(@"home\ws\.vscode\tasks.json")),
        Existing("handoff-existing-rename-away",
            a => Move(a, a.Workspace + @"\.vscode", a.Workspace + @"\moved"),
            There(@"home\ws\moved")),
        Existing("handoff-existing-delete",
            a => Delete(a, a.Workspace + @"\.vscode\tasks.json"),
            Gone(@"home\ws\.vscode\tasks.json")),
        new("handoff-existing-by-folder", a => Delete(a, a.Workspace + @"\.envrc"), Gone(@"home\ws\.envrc"))
            { Denials = Taken, Prepare = Kept },
        new("handoff-rename-over", RenameOver, IsFile(@"home\ws\.vscode\tasks.json")) { Denials = Taken },
        new("handoff-junction", JunctionAtName, s => IsJunction(s, @"home\ws\.vscode")) { Denials = Taken },
        new("handoff-hard-link", HardLinkAtName, IsFile(@"home\ws\.envrc")) { Denials = Taken },
        new("handoff-placeholder-remove", RemovePlaceholder, IsFile(@"home\ws\.vscode\tasks.json"))
            { Denials = [.. Taken, Kernel32.ERROR_DIR_NOT_EMPTY], Prepare = s => s.Make(@"home\ws\.vscode") },
        new("handoff-deep-tasks",
            Run: a => Grow(a, @"lib\app\.vscode\tasks.json"),
            Worked: IsFile(@"home\ws\lib\app\.vscode\tasks.json"))
        {
            Contained = true,
        },
        new("handoff-deep-repository", a => Grow(a, @"lib\app\.git\config"), IsFile(@"home\ws\lib\app\.git\config"))
            { Contained = true },
    ];

    /// <summary>A hand-off that does not exist: its folder is made (or is taken by the fence), then the file.</summary>
    internal static AttackCode Plant(string name, string relative) =>
        new(name, a => Grow(a, relative), IsFile(@"home\ws\" + relative)) { Denials = Taken };

    private static AttackCode Existing(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked)
            { Denials = AttackCode.Held, Prepare = s => s.Put(@"home\ws\.vscode\tasks.json", "{}\n") };

    private static Func<Scene, bool> IsFile(string relative) => s => File.Exists(s.At(relative));

    private static void Grow(Attempt a, string relative)
    {
        for (var at = relative.IndexOf('\\', StringComparison.Ordinal); at > 0; at = relative.IndexOf('\\', at + 1))
        {
            var folder = $@"{a.Workspace}\{relative[..at]}";
            if (Directory.Exists(folder)) continue;
            a.Gate("CreateDirectoryW", Kernel32.MakeFolder(folder));
        }

        Create(a, $@"{a.Workspace}\{relative}");
    }

    /// <summary>The file gives nobody DELETE; its folder, the root, gave the user FILE_DELETE_CHILD.</summary>
    private static void Kept(Scene scene)
    {
        scene.Put(@"home\ws\.envrc", "true\n");
        scene.Secure(@"home\ws\.envrc", "D:P(A;;FR;;;WD)");
    }

    private static string Evil(Attempt a)
    {
        Attempt.Need("CreateDirectoryW", Kernel32.MakeFolder(a.Workspace + @"\evil"));
        Prepare(a.Workspace + @"\evil\tasks.json");
        return a.Workspace + @"\evil";
    }

    private static void RenameOver(Attempt a) =>
        Move(a, Evil(a), a.Workspace + @"\.vscode", Kernel32.MOVEFILE_REPLACE_EXISTING);

    private static void JunctionAtName(Attempt a)
    {
        var name = a.Workspace + @"\.vscode";
        if (!Directory.Exists(name)) a.Gate("CreateDirectoryW", Kernel32.MakeFolder(name));
        var folder = Kernel32.Open(name, Kernel32.GENERIC_WRITE, flags: NoFollow);
        if (a.TryFile("CreateFileW", folder)) a.Try("FSCTL_SET_REPARSE_POINT", ToJunction(folder, Evil(a)));
    }

    private static void HardLinkAtName(Attempt a) =>
        a.Try("CreateHardLinkW",
            Kernel32.CreateHardLinkW(a.Workspace + @"\.envrc", Prepare(a.Workspace + @"\evil"), 0));

    private static void RemovePlaceholder(Attempt a)
    {
        a.Try("RemoveDirectoryW", Kernel32.RemoveDirectoryW(a.Workspace + @"\.vscode"));
        Grow(a, @".vscode\tasks.json");
    }
}
