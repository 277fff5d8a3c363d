using static Pinfold.Linux.Attacks.Links;
using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>
/// Hand-offs below the top of the workspace, where no mount can forbid a name: the audit has to find what was made.
/// </summary>
internal static class DeepHandoffs
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        Planting("audit-deep-repository", "sub/dir/.git/config"),
        Planting("audit-deep-tasks", "sub/.vscode/tasks.json"),
        Planting("audit-deep-agent-settings", "sub/.claude/settings.json"),
        Planting("audit-deep-direnv", "sub/.envrc"),
        Planting("audit-strange-name", "sub\nname\u0001/.vscode/tasks.json"),
        new("audit-deep-gitfile", a => { Folder("sub"); Fill(a, "sub/.git", Flag.WriteOnly | Flag.Create); },
            s => s.Text("home/ws/sub/.git") is not null)
            { Audited = true },
        new("audit-bare-repository", BareRepository,
            s => s.Text("home/ws/sub/config") is not null && s.Text("home/ws/sub/HEAD") is not null)
            { Audited = true },
        new("audit-symlink", a => { Folder("sub"); a.Try("symlinkat", Symlink("../evil", "sub/.vscode")); },
            s => new FileInfo(s.Workspace + "/sub/.vscode").LinkTarget is not null)
            { Audited = true },
        new("audit-placeholder-mark", Marked, s => Exists(s, "sub/.vscode/tasks.json")) { Audited = true },
        new("audit-locked-folder", Locked, s => Exists(s, "sub/.vscode/tasks.json")) { Audited = true },
        new("audit-beyond-longest-path", Deep, s => DeepExists(s.Workspace)) { Audited = true },
        new("audit-beyond-longest-path-in-old-folder", DeepInOld, s => DeepExists(s.Workspace))
            { Audited = true, Prepare = s => OldChain(s) },
        new("audit-old-times", OldTimes, s => Exists(s, "sub/.vscode/tasks.json")) { Audited = true },
        new("audit-renamed-in", RenamedIn, s => Exists(s, "data/.vscode/tasks.json"))
            { Audited = true, Prepare = s => s.Put("home/ws/data/plain/tasks.json", "{}\n") },
        new("audit-exchanged-in", ExchangedIn,
            s => s.Text("home/ws/data/.envrc")?.StartsWith("evil", StringComparison.Ordinal) == true)
            { Audited = true, Prepare = s => s.Put("home/ws/data/.envrc", "true\n"), Denials = Refusals.Hidden },
        new("audit-hard-link", HardLinked, s => Exists(s, "data/.envrc"))
            { Audited = true, Prepare = s => s.Put("home/ws/data/plain", "{}\n") },
        new("cve-2026-103916-quarantine-follows-link", QuarantineLink,
            s => s.Text("outside/file") != Scene.Untouched || s.Text("outside/kept/secret") is null)
            { Audited = true, Prepare = s => s.Put("outside/kept/secret", Scene.Secret), Denials = Refusals.Hidden },
    ];

    private static AttackCode Planting(string name, string relative) =>
        new(name, a => Handoffs.Grow(a, relative), Handoffs.Marked(relative)) { Audited = true };

    private static void Folder(string path) => Call(Sys.Mkdirat, AT_FDCWD, Text(path), 0x1ED);

    /// <summary>Looks although the attacker took the rights away.</summary>
    private static bool Exists(Scene scene, string relative)
    {
        var parent = Path.Combine(scene.Workspace, Path.GetDirectoryName(Path.GetDirectoryName(relative)) ?? "");
        if (Directory.Exists(parent)) Call(Sys.Fchmodat, AT_FDCWD, Text(parent), 0x1C0);
        return File.Exists(Path.Combine(scene.Workspace, relative));
    }

    private static void BareRepository(Attempt a)
    {
        foreach (var folder in (string[])["sub", "sub/objects", "sub/refs", "sub/hooks"]) Folder(folder);
        foreach (var (file, text) in new[]
            { ("sub/HEAD", "ref: refs/heads/main\n"), ("sub/config", "[core]\n\tbare = true\n\tfsmonitor = evil\n") })
        {
            var fd = a.Try("openat", Open(file, Flag.WriteOnly | Flag.Create));
            if (fd >= 0) a.Try("write", Write(fd, text));
        }
    }

    /// <summary>A folder that looks as if another session were keeping the name.</summary>
    private static void Marked(Attempt a)
    {
        Handoffs.Grow(a, "sub/.vscode/tasks.json");
        a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text("sub/.vscode"), 0x36D /* 01555 */));
    }

    private static void Locked(Attempt a)
    {
        Handoffs.Grow(a, "sub/.vscode/tasks.json");
        a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text("sub"), 0));
    }

    private static void OldTimes(Attempt a)
    {
        Handoffs.Grow(a, "sub/.vscode/tasks.json");
        foreach (var path in (string[])["sub/.vscode/tasks.json", "sub/.vscode", "sub", "."])
            a.Try("utimensat", Call(Sys.Utimensat, AT_FDCWD, Text(path), Words(1000, 0, 1000, 0)));
    }

    /// <summary>30 folders of 200 bytes each: their path is longer than any call takes.</summary>
    private static void Deep(Attempt a)
    {
        var name = Text(new string('d', 200));
        nint folder = AT_FDCWD;
        for (var i = 0; i < 30; i++)
        {
            a.Need("mkdirat", Call(Sys.Mkdirat, folder, name, 0x1ED));
            folder = a.Need("openat", Call(Sys.Openat, folder, name, Flag.Directory));
        }

        a.Try("mkdirat", Call(Sys.Mkdirat, folder, Text(".vscode"), 0x1ED));
    }

    /// <summary>The user's own folders reach down to where a path is nearly too long.</summary>
    private static void OldChain(Scene scene)
    {
        var folder = Open(scene.Workspace, Flag.Directory);
        for (var length = scene.Workspace.Length; length + 201 < 4095; length += 201)
        {
            Call(Sys.Mkdirat, folder, Text(new string('d', 200)), 0x1ED);
            var next = Call(Sys.Openat, folder, Text(new string('d', 200)), Flag.Directory);
            Close(folder);
            folder = next;
        }

        Close(folder);
    }

    private static void DeepInOld(Attempt a)
    {
        var name = Text(new string('d', 200));
        nint folder = AT_FDCWD;
        for (var i = 0; i < 30; i++)
        {
            Call(Sys.Mkdirat, folder, name, 0x1ED);
            folder = a.Need("openat", Call(Sys.Openat, folder, name, Flag.Directory));
        }

        a.Try("mkdirat", Call(Sys.Mkdirat, folder, Text(".vscode"), 0x1ED));
    }

    private static bool DeepExists(string workspace)
    {
        var name = Text(new string('d', 200));
        var folder = Open(workspace, Flag.Directory);
        for (var i = 0; i < 30 && folder >= 0; i++)
        {
            var next = Call(Sys.Openat, folder, name, Flag.Directory);
            Close(folder);
            folder = next;
        }

        if (folder < 0) return false;
        var found = Call(Sys.Openat, folder, Text(".vscode"), Flag.Directory);
        Close(folder);
        if (found >= 0) Close(found);
        return found >= 0;
    }

    private static void RenamedIn(Attempt a) => a.Try("renameat2", Rename("data/plain", "data/.vscode"));

    private static void ExchangedIn(Attempt a)
    {
        Write(a.Need("openat", Open("data/evil", Flag.WriteOnly | Flag.Create)), "evil");
        a.Try("renameat2", Exchange("data/evil", "data/.envrc"));
    }

    private static void HardLinked(Attempt a) =>
        a.Try("linkat", Call(Sys.Linkat, AT_FDCWD, Text("data/plain"), AT_FDCWD, Text("data/.envrc"), 0));

    /// <summary>
    /// What is moved out must be the link, not what it leads to. Outside, the attacker moves it himself.
    /// </summary>
    private static void QuarantineLink(Attempt a)
    {
        Folder("sub");
        a.Need("symlinkat", Symlink(a.Outside + "/kept", "sub/.vscode"));
        a.Need("symlinkat", Symlink(a.Outside + "/file", "sub/.envrc"));
        a.Try("renameat2", Rename(a.Outside + "/kept", a.Workspace + "/kept"));
    }
}
