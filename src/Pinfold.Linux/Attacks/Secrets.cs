using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.Links;
using static Pinfold.Linux.Attacks.OutsideWrites;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Reading what the secrets list covers.</summary>
internal static class Secrets
{
    private const string Key = "/.ssh/id_ed25519";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Reading("secret-read", a => Take(a, a.Home + Key)),
        Reading("secret-read-cloud", a => Take(a, a.Home + "/.aws/credentials")),
        Reading("secret-read-netrc", a => Take(a, a.Home + "/.netrc")),
        new("secret-list", List, s => s.Report.Data.Contains("id_ed25519", StringComparison.Ordinal))
            { Prepare = Place },
        Reading("secret-by-symlink", ThroughLink),
        Reading("secret-by-hard-link", ThroughHardLink),
        Reading("secret-by-path-descriptor", ByPathDescriptor),
        Reading("secret-by-proc-root", a => Take(a, "/proc/self/root" + a.Home + Key)),
        Reading("secret-by-outside-process", a => Take(a, $"/proc/{a["victim"]}/root{a.Home}{Key}"))
            with { Prepare = s => { Place(s); _ = s.Victim; }, Denials = Refusals.Hidden },
        Reading("secret-by-dotdot", a => Take(a, a.Home + "/.ssh/../.ssh/id_ed25519")),
        Reading("secret-after-chmod", AfterChmod),
        Reading("secret-after-rename", AfterRename),
        Reading("secret-moved-into-workspace", MoveIn),
        Reading("secret-by-exec", ByCat),
        Reading("secret-by-copy", CopyRange),
        Reading("secret-behind-link", a => Take(a, a.Home + "/dotfiles/aws/credentials")) with
            { Prepare = LinkedFolder },
        Reading("secret-behind-link-by-its-name", a => Take(a, a.Home + "/.aws/credentials")) with
            { Prepare = LinkedFolder },
        Reading("secret-in-workspace", Handoffs.InSecondRound(a => Take(a, a.Workspace + "/app/.env"))) with
        {
            Prepare = s => s.Put("home/ws/app/.env", Scene.Secret), Rounds = 2,
            Policy = (s, p) => p with { DenyRead = [.. p.DenyRead, ScenePolicy.Pattern(s.Workspace + "/**/.env")] },
        },
        Reading("secret-moved-for-the-next-command", MovedForNext) with
        {
            Prepare = s => s.Put("home/ws/app/keys/key", Scene.Secret), Rounds = 2,
            Policy = (s, p) => p with { DenyRead = [.. p.DenyRead, ScenePolicy.Rule(s.Workspace + "/app/keys/key")] },
        },
        Reading("secret-below-linked-folder", a => Take(a, a.Home + "/.config/gcloud/credentials")) with
            { Prepare = LinkedAncestor },
        new("secret-own-state", a => Take(a, a["state"] + "/sessions/1/journal.jsonl"), Leaked)
            { Prepare = s => s.Put("state/sessions/1/journal.jsonl", Scene.Secret), Denials = Refusals.Hidden },
    ];

    internal static void Place(Scene scene)
    {
        scene.Put("home" + Key, Scene.Secret);
        scene.Put("home/.aws/credentials", Scene.Secret);
        scene.Put("home/.netrc", Scene.Secret);
    }

    internal static bool Leaked(Scene scene) => scene.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal);

    internal static void Take(Attempt a, string path)
    {
        var fd = a.Try("openat", Open(path, Flag.ReadOnly));
        if (fd >= 0) a.Got(Read(fd));
    }

    private static AttackCode Reading(string name, Action<Attempt> run) => new(name, run, Leaked) { Prepare = Place };

    private static unsafe void List(Attempt a)
    {
        var fd = a.Try("openat", Open(a.Home + "/.ssh", Flag.ReadOnly | Flag.Directory));
        if (fd < 0) return;
        var buffer = Zeros(4096);
        var got = a.Try("getdents64", Call(Sys.Getdents64, fd, buffer, 4096));
        if (got > 0) a.Got(System.Text.Encoding.Latin1.GetString((byte*)buffer, (int)got).Replace('\0', ' '));
    }

    /// <summary>
    /// First round: the folder above the covered file is renamed. Second round: the file is looked for at its new
    /// place.
    /// </summary>
    private static void MovedForNext(Attempt a)
    {
        if (a.Number("round") == 1) Rename("app", "moved");
        else Take(a, File.Exists("moved/keys/key") ? "moved/keys/key" : "app/keys/key");
    }

    private static void ThroughLink(Attempt a)
    {
        a.Need("symlinkat", Symlink(a.Home + Key, "link"));
        Take(a, "link");
    }

    private static void ThroughHardLink(Attempt a)
    {
        if (a.Try("linkat", Call(Sys.Linkat, AT_FDCWD, Text(a.Home + Key), AT_FDCWD, Text("hard"), 0)) >= 0)
            Take(a, "hard");
    }

    private static void ByPathDescriptor(Attempt a)
    {
        var fd = a.Try("openat O_PATH", Open(a.Home + Key, Flag.Path));
        if (fd >= 0) Take(a, $"/proc/self/fd/{fd}");
    }

    private static void AfterChmod(Attempt a)
    {
        a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text(a.Home + "/.ssh"), 0x1FF));
        Take(a, a.Home + Key);
    }

    private static void AfterRename(Attempt a)
    {
        a.Try("renameat2", Rename(a.Home + "/.ssh", a.Home + "/ssh"));
        foreach (var folder in (string[])["/ssh", "/.ssh"])
        {
            var fd = Open(a.Home + folder + "/id_ed25519", Flag.ReadOnly);
            if (fd >= 0) a.Got(Read(fd));
            else if (fd != -Errno.ENOENT) a.Try("openat", fd);
        }
    }

    private static void MoveIn(Attempt a)
    {
        if (a.Try("renameat2", Rename(a.Home + "/.ssh", a.Workspace + "/ssh")) >= 0) Take(a, "ssh/id_ed25519");
    }

    /// <summary>Through another program: the cover is not this process's alone.</summary>
    private static void ByCat(Attempt a)
    {
        using var output = new OutputFile();
        using var cat = BareProcess.Start(["/bin/cat", a.Home + Key], "/", [], (0, output.Number, output.Errors));
        var status = cat.Wait();
        a.Try("cat", status == 0 ? 0 : -Errno.EACCES);
        a.Got(output.Read());
    }

    private static void CopyRange(Attempt a)
    {
        var from = a.Try("openat", Open(a.Home + Key, Flag.ReadOnly | Flag.NonBlocking | Flag.NoFollow));
        var to = a.Need("openat", Open("copy", Flag.ReadWrite | Flag.Create));
        if (from < 0) return;
        a.Try("copy_file_range", Call(Sys.CopyFileRange, from, 0, to, 0, 4096));
        Take(a, "copy");
    }

    /// <summary>~/.aws is a link to a folder elsewhere, as dotfile managers make it.</summary>
    private static void LinkedFolder(Scene scene)
    {
        scene.Put("home/dotfiles/aws/credentials", Scene.Secret);
        Directory.CreateSymbolicLink(scene.Home + "/.aws", "dotfiles/aws");
    }

    /// <summary>The whole of ~/.config is a link.</summary>
    private static void LinkedAncestor(Scene scene)
    {
        scene.Put("home/dotfiles/config/gcloud/credentials", Scene.Secret);
        Directory.CreateSymbolicLink(scene.Home + "/.config", "dotfiles/config");
    }
}
