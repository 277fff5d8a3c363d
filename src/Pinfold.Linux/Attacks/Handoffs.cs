using System.Collections.Immutable;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.Links;
using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Leaving something behind that a trusted program runs or obeys later.</summary>
internal static class Handoffs
{
    private const string Mark = "written by an attack";
    private static readonly ImmutableArray<int> Taken = [.. Refusals.Usual, Errno.EISDIR, Errno.ENOTDIR, Errno.EEXIST];

    internal static IEnumerable<AttackCode> Codes =>
    [
        InGit("git-config-append", Append(".git/config"), Marked(".git/config")),
        InGit("git-config-replace", ReplaceConfig, Marked(".git/config")),
        InGit("git-config-worktree", Append(".git/config.worktree"), Marked(".git/config.worktree")) with
            { Audited = true },
        InGit("git-hook-create", Append(".git/hooks/pre-commit"), Marked(".git/hooks/pre-commit")),
        InGit("git-hook-overwrite", Append(".git/hooks/post-checkout"), Marked(".git/hooks/post-checkout")),
        InGit("git-hook-make-executable",
            a => a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text(".git/hooks/post-checkout"), 0x1ED)),
            s => File.GetUnixFileMode(s.Workspace + "/.git/hooks/post-checkout").HasFlag(UnixFileMode.UserExecute)),
        InGit("git-hooks-replace", ReplaceHooks, Marked(".git/hooks/pre-commit")),
        InGit("git-hooks-to-link",
            HooksToLink,
            s => new DirectoryInfo(s.Workspace + "/.git/hooks").LinkTarget is not null),
        InGit("git-info-attributes", Append(".git/info/attributes"), Marked(".git/info/attributes")) with
            { Audited = true },
        InGit("git-alternates", Append(".git/objects/info/alternates"), Marked(".git/objects/info/alternates")) with
            { Audited = true },
        InGit("git-rebase-todo-exec", a => Grow(a, ".git/rebase-merge/git-rebase-todo", "exec evil\n"),
            s => s.Text("home/ws/.git/rebase-merge/git-rebase-todo") is not null)
            with { Audited = true },
        InGit("git-rename-away",
            a => a.Try("renameat2", Rename(".git", "old")),
            s => Directory.Exists(s.Workspace + "/old")),
        InGit("git-exchange", ExchangeGit, Marked(".git/config")),
        InGit("git-to-gitfile", GitFile, Marked("file-that-was-git")),
        InGit("git-module-config", Append(".git/modules/sub/config"), Marked(".git/modules/sub/config")),
        InGit("git-module-hook",
            Append(".git/modules/sub/hooks/pre-commit"),
            Marked(".git/modules/sub/hooks/pre-commit")),
        new("git-create-where-none-is", CreateGit, Marked(".git/config")) { Denials = Taken },
        Nested("git-nested-config", Append("vendor/lib/.git/config"), Marked("vendor/lib/.git/config")),
        Nested("git-nested-hook",
            Append("vendor/lib/.git/hooks/pre-commit"),
            Marked("vendor/lib/.git/hooks/pre-commit")),
        Nested("git-nested-parent-rename", a => MoveAndPlant(a, "vendor/lib"), Marked("vendor/lib/.git/config")),
        Nested("git-nested-ancestor-rename", a => MoveAndPlant(a, "vendor"), Marked("vendor/lib/.git/config")),
        Nested("git-nested-exchange", ExchangeAncestor, Marked("vendor/lib/.git/config")),
        Plant("handoff-editor-tasks", ".vscode/tasks.json"),
        Plant("handoff-editor-settings", ".vscode/settings.json"),
        Plant("handoff-idea-workspace", ".idea/workspace.xml"),
        Plant("handoff-claude-settings", ".claude/settings.json"),
        Plant("handoff-codex-config", ".codex/config.toml"),
        Plant("handoff-cursor-rules", ".cursor/mcp.json"),
        Plant("handoff-gemini-settings", ".gemini/settings.json"),
        Plant("handoff-mcp-servers", ".mcp.json"),
        Plant("handoff-direnv", ".envrc"),
        Plant("handoff-npmrc", ".npmrc"),
        Plant("handoff-own-policy", ".pinfold/policy.toml"),
        new("handoff-existing-overwrite", Append(".vscode/tasks.json"), Marked(".vscode/tasks.json"))
            { Prepare = s => s.Put("home/ws/.vscode/tasks.json", "{}\n") },
        new("handoff-existing-rename-away", a => a.Try("renameat2", Rename(".vscode", "moved")),
            s => Directory.Exists(s.Workspace + "/moved"))
            { Prepare = s => s.Put("home/ws/.vscode/tasks.json", "{}\n") },
        new("handoff-existing-unlink", a => a.Try("unlinkat", Call(Sys.Unlinkat, AT_FDCWD, Text(".envrc"))),
            s => s.Text("home/ws/.envrc") is null)
            { Prepare = s => s.Put("home/ws/.envrc", "true\n") },
        new("handoff-rename-over", RenameOver, Marked(".vscode/tasks.json")) { Denials = Taken },
        new("handoff-exchange", ExchangeName, Marked(".vscode/tasks.json"))
            { Denials = [.. Taken, Errno.ENOENT], Prepare = s => s.Make("home/ws/.vscode") },
        new("handoff-symlink", a => a.Try("symlinkat", Symlink("evil", ".vscode")),
            s => new DirectoryInfo(s.Workspace + "/.vscode").LinkTarget is not null)
            { Denials = Taken },
        new("handoff-hard-link", HardLinkName, Marked(".envrc")) { Denials = Taken },
        new("handoff-placeholder-remove", RemovePlaceholder, Marked(".vscode/tasks.json"))
            { Prepare = s => s.Make("home/ws/.vscode"), Denials = Taken },
        new("handoff-placeholder-chmod", ChmodPlaceholder, Marked(".vscode/tasks.json"))
            { Prepare = s => s.Make("home/ws/.vscode"), Denials = Taken },
        new("handoff-under-nested-root", NestedRoot, Marked("a/b/.vscode/tasks.json"))
            { Prepare = s => s.Make("home/ws/a/b/.vscode"),
                Policy = (s, p) => p with { Write = [.. p.Write, ScenePolicy.Rule(s.Workspace + "/a/b")] } },
    ];

    /// <summary>A repository as git init makes it, with a hook, a submodule's git directory, and nothing run.</summary>
    internal static void Repository(Scene scene, string at = "home/ws")
    {
        scene.Put(at + "/.git/HEAD", "ref: refs/heads/main\n");
        scene.Put(at + "/.git/config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
        scene.Put(at + "/.git/hooks/post-checkout", "#!/bin/sh\n");
        scene.Put(at + "/.git/info/exclude", "");
        scene.Put(at + "/.git/objects/info/packs", "");
        scene.Make(at + "/.git/refs/heads");
        scene.Put(at + "/.git/modules/sub/HEAD", "ref: refs/heads/main\n");
        scene.Put(at + "/.git/modules/sub/config",
            "[core]\n\trepositoryformatversion = 0\n\tworktree = ../../../sub\n");
        scene.Make(at + "/.git/modules/sub/hooks");
    }

    internal static Func<Scene, bool> Marked(string relative) =>
        s => s.Text("home/ws/" + relative)?.Contains(Mark, StringComparison.Ordinal) == true;

    internal static Action<Attempt> Append(string relative) =>
        a => Fill(a, a.Workspace + "/" + relative, Flag.WriteOnly | Flag.Create | Flag.Append);

    /// <summary>A hand-off that does not exist: its folder is made (or is taken by the fence), then the file.</summary>
    internal static AttackCode Plant(string name, string relative) =>
        new(name, a => Grow(a, relative), Marked(relative)) { Denials = Taken };

    internal static void Grow(Attempt a, string relative) => Grow(a, relative, Mark + "\n");

    private static void Grow(Attempt a, string relative, string text)
    {
        for (var slash = relative.IndexOf('/', StringComparison.Ordinal); slash > 0;
            slash = relative.IndexOf('/', slash + 1))
        {
            var made = Call(Sys.Mkdirat, AT_FDCWD, Text(relative[..slash]), 0x1ED);
            if (made >= 0 || made == -Errno.EEXIST) continue;
            a.Try("mkdirat", made);
            return;
        }

        var fd = a.Try("openat", Open(relative, Flag.WriteOnly | Flag.Create | Flag.Append));
        if (fd >= 0) a.Try("write", Write(fd, text));
    }

    private static AttackCode InGit(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => Repository(s), Denials = Taken };

    /// <summary>A repository that the audit of an earlier command, the first round, has learned of.</summary>
    private static AttackCode Nested(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, InSecondRound(run), worked)
        {
            Prepare = s => Repository(s, "home/ws/vendor/lib"),
            Rounds = 2,
            Denials = Taken,
        };

    internal static Action<Attempt> InSecondRound(Action<Attempt> run) => a =>
    {
        if (a.Number("round") == 2) run(a);
    };

    /// <summary>As git itself does it: a lock file, then a rename.</summary>
    private static void ReplaceConfig(Attempt a)
    {
        var fd = Open(".git/config.lock", Flag.WriteOnly | Flag.Create | Flag.Exclusive);
        if (fd < 0)
        {
            a.Try("openat", fd);
            return;
        }

        Write(fd, Mark);
        a.Try("renameat2", Rename(".git/config.lock", ".git/config"));
    }

    private static void ReplaceHooks(Attempt a)
    {
        a.Try("renameat2", Rename(".git/hooks", ".git/old"));
        Call(Sys.Mkdirat, AT_FDCWD, Text(".git/hooks"), 0x1ED);
        Fill(a, ".git/hooks/pre-commit", Flag.WriteOnly | Flag.Create);
    }

    private static void HooksToLink(Attempt a)
    {
        a.Try("renameat2", Rename(".git/hooks", ".git/old"));
        a.Try("symlinkat", Symlink("../evil", ".git/hooks"));
    }

    private static void Evil(Attempt a, string folder)
    {
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text(folder), 0x1ED));
        foreach (var file in (string[])["config", "HEAD", "tasks.json"])
            Write(a.Need("openat", Open(folder + "/" + file, Flag.WriteOnly | Flag.Create)), Mark);
    }

    private static void ExchangeGit(Attempt a)
    {
        Evil(a, "evil");
        a.Try("renameat2", Exchange("evil", ".git"));
    }

    private static void GitFile(Attempt a)
    {
        var moved = a.Try("renameat2", Rename(".git", "old"));
        var fd = a.Try("openat", Open(".git", Flag.WriteOnly | Flag.Create));
        if (moved >= 0 && fd >= 0)
        {
            Write(fd, "gitdir: evil\n");
            Write(Open("file-that-was-git", Flag.WriteOnly | Flag.Create), Mark);
        }
    }

    private static void CreateGit(Attempt a)
    {
        Call(Sys.Mkdirat, AT_FDCWD, Text(".git"), 0x1ED);
        Fill(a, ".git/config", Flag.WriteOnly | Flag.Create);
        Fill(a, ".git/HEAD", Flag.WriteOnly | Flag.Create);
    }

    private static void MoveAndPlant(Attempt a, string folder)
    {
        var moved = a.Try("renameat2", Rename(folder, "moved"));
        if (moved < 0) return;
        Grow(a, "vendor/lib/.git/config");
    }

    private static void ExchangeAncestor(Attempt a)
    {
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("evil"), 0x1ED));
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("evil/lib"), 0x1ED));
        Evil(a, "evil/lib/.git");
        a.Try("renameat2", Exchange("evil", "vendor"));
    }

    private static void RenameOver(Attempt a)
    {
        Evil(a, "evil");
        a.Try("renameat2", Rename("evil", ".vscode"));
    }

    private static void ExchangeName(Attempt a)
    {
        Evil(a, "evil");
        a.Try("renameat2", Exchange("evil", ".vscode"));
    }

    private static void HardLinkName(Attempt a)
    {
        Write(a.Need("openat", Open("evil", Flag.WriteOnly | Flag.Create)), Mark);
        a.Try("linkat", Call(Sys.Linkat, AT_FDCWD, Text("evil"), AT_FDCWD, Text(".envrc"), 0));
    }

    private static void RemovePlaceholder(Attempt a)
    {
        a.Try("unlinkat", Call(Sys.Unlinkat, AT_FDCWD, Text(".vscode"), 0x200 /* AT_REMOVEDIR */));
        Grow(a, ".vscode/tasks.json");
    }

    private static void ChmodPlaceholder(Attempt a)
    {
        a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text(".vscode"), 0x1FF));
        Grow(a, ".vscode/tasks.json");
    }

    /// <summary>A root inside a root: its ancestor is moved away with it, and another tree takes its path.</summary>
    private static void NestedRoot(Attempt a)
    {
        if (a.Try("renameat2", Rename("a", "moved")) >= 0) Grow(a, "a/b/.vscode/tasks.json");
    }
}
