using Pinfold.Windows.Native;
using static Pinfold.Windows.Attacks.FileCalls;

namespace Pinfold.Windows.Attacks;

/// <summary>What trusted git would run or obey.</summary>
internal static class GitFiles
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        InGit("git-config-append", a => Fill(a, a.Workspace + @"\.git\config"), Marked(@"home\ws\.git\config")),
        InGit("git-config-replace", ReplaceConfig, Marked(@"home\ws\.git\config")),
        InGit("git-config-replace-posix", ReplaceConfigPosix, Marked(@"home\ws\.git\config")),
        InGit("git-config-delete", a => Delete(a, a.Workspace + @"\.git\config"), Gone(@"home\ws\.git\config")),
        InGit("git-config-access-list",
            a => a.Try("SetFileSecurityW",
                Advapi32.SetFileSecurity(a.Workspace + @"\.git\config", Advapi32.DACL_SECURITY_INFORMATION, OpenToAll)),
            s => IsOpenToAll(s, @"home\ws\.git\config")),
        NewFile("git-config-worktree", "config.worktree"),
        InGit("git-hook-create",
            a => Create(a, a.Workspace + @"\.git\hooks\pre-commit"),
            There(@"home\ws\.git\hooks\pre-commit")),
        InGit("git-hook-overwrite",
            a => Fill(a, a.Workspace + @"\.git\hooks\post-checkout"),
            Marked(@"home\ws\.git\hooks\post-checkout")),
        InGit("git-hooks-rename", ReplaceHooks, There(@"home\ws\.git\hooks\pre-commit")),
        InGit("git-hooks-to-junction", HooksToJunction, s => IsJunction(s, @"home\ws\.git\hooks")),
        NewFile("git-info-attributes", @"info\attributes"),
        NewFile("git-alternates", @"objects\info\alternates"),
        NewFile("git-commondir", "commondir"),
        InGit("git-rename-away", a => Move(a, a.Workspace + @"\.git", a.Workspace + @"\old"), There(@"home\ws\old")),
        InGit("git-to-gitfile", ToFile, s => File.Exists(s.At(@"home\ws\.git"))),
        InGit("git-delete-away", DeleteConfigFolder, Gone(@"home\ws\.git\config")),
    ];

    /// <summary>A repository as git init makes it, with a hook, and nothing run.</summary>
    internal static void Repository(Scene scene, string at = @"home\ws")
    {
        scene.Put(at + @"\.git\HEAD", "ref: refs/heads/main\n");
        scene.Put(at + @"\.git\config", "[core]\n\trepositoryformatversion = 0\n\tbare = false\n");
        scene.Put(at + @"\.git\hooks\post-checkout", "#!/bin/sh\n");
        scene.Put(at + @"\.git\info\exclude", "");
        scene.Put(at + @"\.git\objects\info\packs", "");
        scene.Make(at + @"\.git\refs\heads");
    }

    private static AttackCode InGit(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked)
        {
            Prepare = s => Repository(s),
            Denials = [.. AttackCode.Held, Kernel32.ERROR_FILE_EXISTS, Kernel32.ERROR_ALREADY_EXISTS],
        };

    /// <summary>A file that git reads where there is one, and there is none.</summary>
    private static AttackCode NewFile(string name, string file) => InGit(name,
        a => Create(a, $@"{a.Workspace}\.git\{file}"),
        s => File.Exists(s.At($@"home\ws\.git\{file}")));

    private static void ReplaceConfig(Attempt a) =>
        Move(a, Prepare(a.Workspace + @"\.git\config.lock"), a.Workspace + @"\.git\config",
            Kernel32.MOVEFILE_REPLACE_EXISTING);

    private static void ReplaceConfigPosix(Attempt a)
    {
        var file = Attempt.NeedFile("CreateFileW",
            Kernel32.Open(Prepare(a.Workspace + @"\evil"), Kernel32.DELETE | Kernel32.SYNCHRONIZE));
        a.Try("FileRenameInfoEx", MovePosix(file, a.Workspace + @"\.git\config"));
    }

    private static void ReplaceHooks(Attempt a)
    {
        Move(a, a.Workspace + @"\.git\hooks", a.Workspace + @"\.git\old");
        _ = Kernel32.MakeFolder(a.Workspace + @"\.git\hooks");
        Create(a, a.Workspace + @"\.git\hooks\pre-commit");
    }

    private static void HooksToJunction(Attempt a)
    {
        Move(a, a.Workspace + @"\.git\hooks", a.Workspace + @"\.git\old");
        _ = Kernel32.MakeFolder(a.Workspace + @"\.git\hooks");
        var folder = Kernel32.Open(a.Workspace + @"\.git\hooks", Kernel32.GENERIC_WRITE, flags: NoFollow);
        if (a.TryFile("CreateFileW", folder)) a.Try("FSCTL_SET_REPARSE_POINT", ToJunction(folder, a.Workspace));
    }

    private static void ToFile(Attempt a)
    {
        Move(a, a.Workspace + @"\.git", a.Workspace + @"\old");
        Create(a, a.Workspace + @"\.git");
    }

    /// <summary>Opened for no more than the folder itself may give.</summary>
    private static void DeleteConfigFolder(Attempt a)
    {
        var file = Kernel32.Open(a.Workspace + @"\.git\config", Kernel32.DELETE,
            flags: Kernel32.FILE_FLAG_DELETE_ON_CLOSE | NoFollow);
        if (a.TryFile("CreateFileW", file)) _ = Kernel32.CloseHandle(file);
        a.Try("CreateFileW FILE_DELETE_CHILD",
            Kernel32.Open(a.Workspace + @"\.git", Kernel32.FILE_DELETE_CHILD, flags: NoFollow) == -1 ? 0 : 1);
    }
}
