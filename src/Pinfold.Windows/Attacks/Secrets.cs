using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Reading what the policy hides.</summary>
internal static class Secrets
{
    private const string Key = @"home\.ssh\id_ed25519";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Hidden("secret-read", a => Read(a, a["key"])),
        Hidden("secret-read-backup-semantics", a => Read(a, a["key"], Kernel32.FILE_FLAG_BACKUP_SEMANTICS)),
        Hidden("secret-list", List) with
            { Worked = s => s.Report.Data.Contains("id_ed25519", StringComparison.Ordinal) },
        Hidden("secret-read-volume-guid", a => Read(a, ByVolume(a["key"]))),
        Hidden("secret-read-file-id", ById) with { Prepare = Numbered },
        Hidden("secret-read-data-stream", a => Read(a, a["key"] + "::$DATA")),
        Hidden("secret-read-short-name", a => Read(a, a["short"])) with { Prepare = ShortName },
        Hidden("secret-read-junction", ThroughJunction),
        Hidden("secret-read-hard-link", ThroughHardLink),
        Hidden("secret-read-mapped", Mapped),
        Hidden("secret-copy", a => a.Try("CopyFileW", Kernel32.CopyFileW(a["key"], a.Workspace + @"\copy", 0))) with
            { Worked = s => s.Text(@"home\ws\copy") == Scene.Secret },
        Hidden("secret-read-old-hard-link", a => Read(a, a.Outside + @"\second-name")) with { Prepare = SecondName },
        Hidden("secret-read-new-file", a => Read(a, a.Home + @"\.ssh\new")) with
            { Ready = s => s.Put(@"home\.ssh\new", Scene.Secret) },
        Hidden("secret-rename-away", a => Move(a, a.Home + @"\.ssh", a.Home + @"\.moved")) with
            { Worked = There(@"home\.moved"), Denials = AttackCode.Held },
        Hidden("secret-delete", a => Delete(a, a["key"])) with { Worked = Gone(Key) },
        Hidden("secret-label",
            a => a.TryFile("CreateFileW WRITE_OWNER", Kernel32.Open(a["key"], Kernel32.WRITE_OWNER))) with
        {
            Worked = s => s.Report.Succeeded,
        },
        Hidden("secret-read-administrative-share", a => Read(a, Share(a["key"]))),
        Hidden("secret-own-state", a => Read(a, a["state"] + @"\sessions\1\journal.jsonl")) with
            { Prepare = s => s.Put(@"state\sessions\1\journal.jsonl", Scene.Secret) },
    ];

    private static AttackCode Hidden(string name, Action<Attempt> run) =>
        new(name, run, s => s.Report.Data.Contains(Scene.Secret, StringComparison.Ordinal))
            { Prepare = s => PutKey(s) };

    private static void PutKey(Scene scene) => scene.Tell("key", scene.Put(Key, Scene.Secret));

    /// <summary>The attacker guesses it, or has seen it before.</summary>
    private static void ShortName(Scene scene)
    {
        PutKey(scene);
        scene.Tell("short", Short(scene.Home + @"\.ssh") + @"\" + "id_ed25519");
    }

    private static void Numbered(Scene scene)
    {
        PutKey(scene);
        scene.Tell("number", IdOf(scene.At(Key)));
    }

    private static void SecondName(Scene scene)
    {
        PutKey(scene);
        if (Kernel32.CreateHardLinkW(scene.Outside + @"\second-name", scene.At(Key), 0) == 0)
            throw new IOException("the file system has no hard links");
    }

    private static void List(Attempt a)
    {
        var folder = Kernel32.Open(a.Home + @"\.ssh", Kernel32.FILE_LIST_DIRECTORY | Kernel32.SYNCHRONIZE,
            flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
        if (a.TryFile("CreateFileW", folder))
            a.Got(string.Join(' ', Directory.GetFiles(a.Home + @"\.ssh").Select(Path.GetFileName)));
    }

    private static void ById(Attempt a)
    {
        var folder = Attempt.NeedFile("CreateFileW",
            Kernel32.Open(a.Workspace, 0, flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS));
        var file = Kernel32.OpenById(folder, a.Address("number"), Kernel32.FILE_READ_DATA | Kernel32.SYNCHRONIZE);
        if (a.TryFile("OpenFileById", file)) a.Got(Kernel32.Text(file));
    }

    private static void ThroughJunction(Attempt a)
    {
        Junction(a.Workspace + @"\junction", a.Home + @"\.ssh");
        Read(a, a.Workspace + @"\junction\id_ed25519");
    }

    private static void ThroughHardLink(Attempt a)
    {
        if (a.Try("CreateHardLinkW", Kernel32.CreateHardLinkW(a.Workspace + @"\link", a["key"], 0)))
            Read(a, a.Workspace + @"\link");
    }

    private static void Mapped(Attempt a)
    {
        var file = Kernel32.Open(a["key"], Kernel32.GENERIC_READ);
        if (!a.TryFile("CreateFileW", file)) return;
        var view = Kernel32.MapViewOfFile(Attempt.Need("CreateFileMappingW",
            Kernel32.CreateFileMappingW(file, 0, Kernel32.PAGE_READONLY, 0, 0, null)),
            Kernel32.FILE_MAP_READ, 0, 0, 0);
        if (a.Try("MapViewOfFile", view))
            a.Got(System.Runtime.InteropServices.Marshal.PtrToStringUTF8(view, Scene.Secret.Length));
    }
}
