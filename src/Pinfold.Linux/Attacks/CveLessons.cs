using System.Collections.Immutable;
using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.Links;
using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Published holes of sandboxes and agents, tried against this one.</summary>
internal static class CveLessons
{
    private const string Mark = "written by an attack";
    /// <summary>
    /// The firewall keeps the account from this machine's own services whatever a policy says, so the control shows
    /// nothing.
    /// </summary>
    private static string? LoopbackIsShut(Scene scene) =>
        scene.Mode == FenceMode.Elevated ? "in elevated mode no policy file opens this machine's own addresses" : null;

    private static readonly ImmutableArray<int> Taken = [.. Refusals.Usual, Errno.EISDIR, Errno.ENOTDIR, Errno.EEXIST];

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("cve-2025-59532-cwd-as-root", a => Fill(a, "created", Flag.WriteOnly | Flag.Create),
            s => s.Text("outside/created") is not null)
            { Folder = s => s.Outside },
        new("cve-2026-50548-linked-working-directory",
            Run: a => Fill(a, "created", Flag.WriteOnly | Flag.Create),
            Worked: s => s.Text("outside/created") is not null)
        {
            Folder = s => s.Workspace + "/link",
            Prepare = s => File.CreateSymbolicLink(s.Workspace + "/link", s.Outside),
        },
        new("cve-2026-50549-root-that-is-no-folder", PlantThenUse, s => s.Text("outside/absent/created") is not null)
        {
            Rounds = 2,
            Prepare =
                s => { s.Make("home/ws/out"); s.Tell("target", s.Outside + "/absent"); s.Make("outside/absent"); },
            Policy = RootInside, Expect = LaunchExpectation.MayStart, Denials = Refusals.Hidden,
        },
        new("cve-2026-39861-planted-symlink", PlantThenUse, s => s.Text("outside/created") is not null)
        {
            Rounds = 2, Prepare = s => { s.Make("home/ws/out"); s.Tell("target", s.Outside); }, Policy = RootInside,
            Expect = LaunchExpectation.MayStart, Denials = Refusals.Hidden,
        },
        new("cve-2026-40068-worktree-commondir", a => Fill(a, a.Outside + "/fake/evil", Flag.WriteOnly | Flag.Create),
            s => s.Text("outside/fake/evil") is not null)
            { Prepare = ForgedWorktree },
        InGit("cve-2026-19592-fsmonitor", a => Configure(a, "[core]\n\tfsmonitor = evil\n"),
            s => s.Text("home/ws/.git/config")!.Contains("fsmonitor", StringComparison.Ordinal)
                || s.Text("home/ws/.git/config.worktree") is not null)
            with { Audited = true },
        InGit("cve-2026-19593-attribute-filter",
            AttributeFilter,
            s => s.Text("home/ws/.git/info/attributes") is not null) with
        {
            Audited = true,
        },
        InGit("cve-2026-26268-git-hooks", GitHooks, s => s.Text("home/ws/.git/hooks/post-merge") is not null
            || s.Text("home/ws/.git/hooks/pre-push") is not null),
        Handoffs.Plant("cve-2026-25725-absent-settings", ".claude/settings.json"),
        new("cve-2026-48124-other-agents-config",
            Run: OtherAgents,
            Worked: s => AgentFiles.Any(f => s.Text("home/ws/" + f) is not null))
        {
            Denials = Taken,
        },
        new("cve-2025-54135-mcp-config", McpConfig,
            s => s.Text("home/ws/.mcp.json")?.Contains(Mark, StringComparison.Ordinal) == true
                || s.Text("home/ws/.cursor/mcp.json") is not null)
            { Denials = Taken },
        new("cve-2025-59944-other-spelling", Spellings, Handoffs.Marked(".vscode/tasks.json"))
            { Prepare = s => s.Put("home/ws/.vscode/tasks.json", "{}\n") },
        EnvironmentVariables.Holding("cve-2026-22708-environment",
            "PROMPT_COMMAND", "PS4", "GIT_SSH_COMMAND", "GIT_CONFIG_COUNT", "LD_PRELOAD"),
        new("cve-2019-5736-proc-exe", a => a.Try("openat", Open($"/proc/{Call(Sys.Getppid)}/exe", Flag.Path)),
            s => s.Report.Succeeded)
            { Denials = Refusals.Hidden },
        new("cve-2024-21626-leaked-descriptor", LeakedDescriptor, s => s.Text("outside/created") is not null)
            { Prepare = Descriptors.LeakFolder, Denials = Refusals.Hidden },
        new("cve-2022-0492-release-agent", a => a.Try("openat", Open(a["agent"], Flag.WriteOnly)),
            s => s.Report.Succeeded)
            { Unfit = NoReleaseAgent, Prepare = s => s.Tell("agent", ReleaseAgent()!) },
        Project("policy-project-online", "[network]\nmode = \"online\"\n",
            a => Networks.Connect(a, Address.Inet, 0, Address.Inet4(a.Number("port"))), s => s.AnyServerReached)
            with { Unfit = LoopbackIsShut, Prepare = Networks.Listen4(Server.Stream), Denials = Refusals.Unreachable,
                Unpromised = true },
        Project("policy-project-write-root", "[filesystem]\nwrite = [\"~/other\"]\n",
            a => Fill(a, a.Home + "/other/created", Flag.WriteOnly | Flag.Create),
            s => s.Text("home/other/created") is not null)
            with { Prepare = s => s.Make("home/other") },
        Project("policy-project-read-secret", "[filesystem]\nread = [\"~/.ssh\"]\n",
            a => Secrets.Take(a, a.Home + "/.ssh/id_ed25519"), Secrets.Leaked)
            with { Prepare = Secrets.Place },
        Project("policy-project-unprotect", "[filesystem]\nunprotect = [\".vscode\"]\n",
            a => Handoffs.Grow(a, ".vscode/tasks.json"), Handoffs.Marked(".vscode/tasks.json"))
            with { Denials = Taken },
        Project("cve-2025-61260-project-environment", "[environment]\nset = { GIT_PAGER = \"evil\" }\n",
            a => Look(a, "GIT_PAGER"), s => s.Report.Data.Contains("evil", StringComparison.Ordinal)) with
            { Denials = [Errno.ENOENT], Prepare = s => s.ControlEnvironment.Add(new("GIT_PAGER", "evil")) },
        Project("policy-project-keep-environment", "[environment]\nkeep = [\"AWS_SECRET_ACCESS_KEY\"]\n",
            a => Look(a, "AWS_SECRET_ACCESS_KEY"), Secrets.Leaked) with
            { Denials = [Errno.ENOENT], Prepare = s => s.Environment.Add(new("AWS_SECRET_ACCESS_KEY", Scene.Secret)) },
    ];

    private static readonly string[] AgentFiles =
        [".claude/settings.local.json", ".codex/config.toml", ".cursor/settings.json", ".gemini/settings.json",
            ".agents/x.md", ".opencode/plugin.js"];

    private static AttackCode InGit(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => Handoffs.Repository(s), Denials = Taken };

    /// <summary>
    /// What a file in the workspace says of the fence; the same words in the user's own file would count.
    /// </summary>
    private static AttackCode Project(string name, string text, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { ProjectFile = Encoding.UTF8.GetBytes("version = 1\n" + text) };

    private static SandboxPolicy RootInside(Scene scene, SandboxPolicy policy) =>
        policy with { Write = [.. policy.Write, ScenePolicy.Rule(scene.Workspace + "/out")] };

    /// <summary>
    /// First round: a writable root becomes a link to the outside. Second round: the fence is built anew around it.
    /// </summary>
    private static void PlantThenUse(Attempt a)
    {
        if (a.Number("round") == 1)
        {
            a.Try("unlinkat", Call(Sys.Unlinkat, AT_FDCWD, Text("out"), 0x200));
            a.Try("symlinkat", Symlink(a["target"], "out"));
            return;
        }

        Fill(a, a["target"] + "/created", Flag.WriteOnly | Flag.Create);
        var fd = Open("out/created", Flag.WriteOnly | Flag.Create);
        if (fd >= 0) Write(fd, Mark);
    }

    /// <summary>A .git file whose worktree claims a common folder outside that does not claim it back.</summary>
    private static void ForgedWorktree(Scene scene)
    {
        scene.Put("outside/fake/HEAD", "ref: refs/heads/main\n");
        scene.Put("outside/fake/config", "[core]\n");
        scene.Make("outside/fake/objects");
        scene.Make("outside/fake/refs");
        scene.Put("home/ws/gitdir/HEAD", "ref: refs/heads/main\n");
        scene.Put("home/ws/gitdir/commondir", scene.Outside + "/fake\n");
        scene.Put("home/ws/gitdir/gitdir", scene.Workspace + "/.git\n");
        scene.Put("home/ws/.git", "gitdir: " + scene.Workspace + "/gitdir\n");
    }

    private static void Configure(Attempt a, string text)
    {
        foreach (var file in (string[])[".git/config", ".git/config.worktree"])
        {
            var fd = a.Try("openat", Open(file, Flag.WriteOnly | Flag.Create | Flag.Append));
            if (fd >= 0) a.Try("write", Write(fd, text));
        }
    }

    private static void AttributeFilter(Attempt a)
    {
        Fill(a, ".git/info/attributes", Flag.WriteOnly | Flag.Create | Flag.Append);
        Configure(a, "[filter \"x\"]\n\tclean = evil\n\tsmudge = evil\n");
    }

    private static void GitHooks(Attempt a)
    {
        Fill(a, ".git/hooks/post-merge", Flag.WriteOnly | Flag.Create);
        Fill(a, ".git/hooks/pre-push", Flag.WriteOnly | Flag.Create);
    }

    private static void OtherAgents(Attempt a)
    {
        foreach (var file in AgentFiles) Handoffs.Grow(a, file);
    }

    private static void McpConfig(Attempt a)
    {
        Handoffs.Grow(a, ".mcp.json");
        Handoffs.Grow(a, ".cursor/mcp.json");
    }

    /// <summary>The same file by paths that compare as different strings.</summary>
    private static void Spellings(Attempt a)
    {
        a.Need("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text("sub"), 0x1ED));
        a.Need("symlinkat", Symlink(".vscode", "alias"));
        foreach (var path in (string[])[".//.vscode/./tasks.json", "sub/../.vscode/tasks.json", "alias/tasks.json",
            "/proc/self/cwd/.vscode/tasks.json", "/proc/thread-self/cwd/alias/tasks.json"])
            Fill(a, path, Flag.WriteOnly | Flag.Append);
    }

    private static void LeakedDescriptor(Attempt a)
    {
        nint result = -Errno.EBADF;
        for (var fd = 3; fd < 256 && result < 0; fd++)
        {
            var changed = Call(Sys.Chdir, Text($"/proc/self/fd/{fd}"));
            if (changed >= 0) result = Open("created", Flag.WriteOnly | Flag.Create);
        }

        a.Try("openat", result);
    }

    private static void Look(Attempt a, string variable)
    {
        var value = Environment.GetEnvironmentVariable(variable);
        a.Try(variable, value is null ? -Errno.ENOENT : 0);
        a.Got(value);
    }

    private static string? NoReleaseAgent(Scene scene) =>
        ForeignNamespaces.NeedsRoot(scene) ?? (ReleaseAgent() is null ? "there is no cgroup v1 hierarchy here" : null);

    private static string? ReleaseAgent() => Directory.Exists("/sys/fs/cgroup")
        ? Directory.EnumerateDirectories("/sys/fs/cgroup").Select(d => d + "/release_agent").FirstOrDefault(File.Exists)
        : null;
}
