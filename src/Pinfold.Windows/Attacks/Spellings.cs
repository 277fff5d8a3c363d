using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>Git's config, and an outside file, by every spelling that leads to them.</summary>
internal static class Spellings
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        Config("spelling-case", a => a.Workspace + @"\.GIT\CONFIG"),
        Config("spelling-short-name", a => Short(a.Workspace + @"\.git") + @"\config"),
        Config("spelling-trailing-dot", a => a.Workspace + @"\.git.\config."),
        Config("spelling-trailing-space", a => a.Workspace + @"\.git\config "),
        Config("spelling-data-stream", a => a.Workspace + @"\.git\config::$DATA"),
        new("spelling-named-stream",
            Run: a => Fill(a, a.Workspace + @"\.git\config:x", Kernel32.OPEN_ALWAYS),
            Worked: s => CanOpen(s.Workspace + @"\.git\config:x"))
        {
            Prepare = s => GitFiles.Repository(s),
            Denials = AttackCode.Held,
        },
        Config("spelling-index-allocation", a => a.Workspace + @"\.git::$INDEX_ALLOCATION\config"),
        Config("spelling-dots", a => a.Workspace + @"\.git\refs\..\config"),
        Config("spelling-slashes", a => a.Workspace.Replace('\\', '/') + "/.git/config"),
        Config("spelling-extended", a => @"\\?\" + a.Workspace + @"\.git\config"),
        Config("spelling-device", a => @"\\.\" + a.Workspace + @"\.git\config"),
        Config("spelling-global-root", a => @"\\?\GLOBALROOT\??\" + a.Workspace + @"\.git\config"),
        Config("spelling-volume-guid", a => ByVolume(a.Workspace + @"\.git\config")),
        Config("spelling-administrative-share", a => Share(a.Workspace) + @"\.git\config"),
        new("spelling-file-id", ById, Marked(@"home\ws\.git\config"))
        {
            Prepare = s =>
            {
                GitFiles.Repository(s);
                s.Tell("number", IdOf(s.Workspace + @"\.git\config"));
            },
            Denials = AttackCode.Held,
        },
        new("spelling-outside-extended", a => Fill(a, @"\\?\" + a.Outside + @"\file"), OutsideWrites.Changed),
        new("spelling-outside-volume-guid", a => Fill(a, ByVolume(a.Outside + @"\file")), OutsideWrites.Changed),
        new("spelling-outside-administrative-share", a => Fill(a, Share(a.Outside) + @"\file"), OutsideWrites.Changed),
    ];

    internal static AttackCode Config(string name, Func<Attempt, string> path) =>
        new(name, a => Fill(a, path(a)), Marked(@"home\ws\.git\config"))
            { Prepare = s => GitFiles.Repository(s), Denials = AttackCode.Held };

    private static void ById(Attempt a)
    {
        var near = Attempt.NeedFile("CreateFileW",
            Kernel32.Open(a.Workspace, 0, flags: Kernel32.FILE_FLAG_BACKUP_SEMANTICS));
        var file = Kernel32.OpenById(near, a.Address("number"), Kernel32.FILE_APPEND_DATA | Kernel32.SYNCHRONIZE);
        if (a.TryFile("OpenFileById", file))
            a.Try("WriteFile", Kernel32.Write(file, System.Text.Encoding.UTF8.GetBytes(Scene.Mark)) ? 1 : 0);
    }
}
