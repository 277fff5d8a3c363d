using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Planning.Windows;

/// <summary>
/// Linked worktrees and submodules on the simulated machine: commits work, what git outside would obey is kept.
/// </summary>
public sealed class GitClaimTests
{
    private const string Ws = Scene.Workspace, Main = @"C:\Users\me\main", Linked = @"C:\Users\me\linked";

    private static readonly SandboxPolicy InLinked = Scene.Policy with
        { Workspace = Path("/C:/Users/me/linked"), Write = [Rule("/C:/Users/me/linked")] };

    public static TheoryData<string, string, string> Commits => new()
    {
        { "inside", Ws + @"\.git\worktrees\wt", Ws + @"\.git" },
        { "inside", Ws + @"\.git\modules\deep\sub", Ws + @"\.git\modules\deep\sub" },
        { "linked", Main + @"\.git\worktrees\linked", Main + @"\.git" },
    };

    [Theory]
    [MemberData(nameof(Commits))]
    public void A_commit_works(string where, string git, string common)
    {
        var (scene, policy) = Make(where);
        using var fence = scene.Run(policy);
        foreach (var file in (string[])[git + @"\index", git + @"\HEAD", common + @"\refs\heads\topic"])
        {
            Assert.Equal(NtStatus.Success,
                scene.Machine.Create(fence.Target, file + ".lock", SecurableType.File, out var handle));
            using (handle) Assert.Equal(NtStatus.Success, scene.Machine.Rename(fence.Target, handle!, file));
        }

        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, common + @"\objects\ef", SecurableType.Directory, out _));
        Assert.Equal(NtStatus.Success,
            scene.Machine.Create(fence.Target, common + @"\objects\ef\01", SecurableType.File, out _));
    }

    public static TheoryData<string, string> Kept => new()
    {
        { "inside", Ws + @"\.git\config" }, { "inside", Ws + @"\.git\worktrees\wt\gitdir" },
        { "inside", Ws + @"\.git\worktrees\wt\commondir" }, { "inside", Ws + @"\wt\.git" },
        { "inside", Ws + @"\.git\modules\deep\sub\config" },
        { "inside", Ws + @"\.git\modules\deep\sub\hooks\post-checkout" }, { "inside", Ws + @"\sub\.git" },
        { "inside", Ws + @"\.git\worktrees\elsewhere\HEAD" },
        { "linked", Main + @"\.git\config" }, { "linked", Main + @"\.git\hooks\pre-commit" },
        { "linked", Main + @"\.git\worktrees\linked\gitdir" },
        { "linked", Main + @"\.git\worktrees\linked\commondir" },
        { "linked", Linked + @"\.git" }, { "linked", Main + @"\code.c" },
    };

    [Theory]
    [MemberData(nameof(Kept))]
    public void What_git_outside_would_obey_is_kept(string where, string path)
    {
        var (scene, policy) = Make(where);
        Assert.Equal([], Changes(scene, scene.Run(policy).Target, path));
        (scene, _) = Make(where);
        Assert.NotEmpty(Changes(scene, FreshWindows11.User, path)); // there is no fence here
    }

    [Fact]
    public void Absent_hooks_of_a_known_git_directory_cannot_be_made_and_the_folders_above_stay()
    {
        var (scene, policy) = Make("inside");
        scene.Machine.Find(Ws + @"\.git\modules\deep")!.Descriptor = scene.Machine.Find(Ws)!.Descriptor;
        using var fence = scene.Run(policy);
        Assert.NotEqual(NtStatus.Success,
            scene.Machine.Create(fence.Target, Ws + @"\.git\hooks\pre-push", SecurableType.File, out _));
        foreach (var folder in (string[])[@"\.git\modules", @"\.git\modules\deep",
            @"\.git\modules\deep\sub", @"\.git\worktrees\wt", @"\wt", @"\sub"])
            Assert.NotEqual(NtStatus.Success, scene.Machine.Open(fence.Target, Ws + folder, AccessMask.Delete, out _));
    }

    [Fact]
    public void A_git_file_that_nothing_points_back_from_opens_nothing()
    {
        var (scene, policy) = Make("linked");
        scene.Machine.Find(Main + @"\.git\worktrees\linked\gitdir")!.Content = "C:/Users/me/another/.git\n";
        var facts = MachineFacts.Of(scene.Machine, policy, "s1");
        Assert.DoesNotContain(facts.GitDirectories, g => g.Verified);
        using var fence = scene.Run(policy);
        Assert.NotEqual(NtStatus.Success,
            scene.Machine.Create(fence.Target, Main + @"\.git\objects\01", SecurableType.File, out _));
    }

    /// <summary>Attempts that changed the file, or put another in its place.</summary>
    private static List<string> Changes(Scene scene, Core.WindowsModel.Access.Token token, string path)
    {
        var done = new List<string>();
        if (scene.Machine.Open(token, path, FileRights.WriteData, out var written) == NtStatus.Success)
            done.Add("written");
        written?.Dispose();
        var evil = path[..path.LastIndexOf('\\')] + @"\evil";
        if (scene.Machine.Create(token, evil, SecurableType.File, out var other) == NtStatus.Success)
        {
            using (other)
                if (scene.Machine.Rename(token, other!, path) == NtStatus.Success) done.Add("replaced");
        }

        if (scene.Machine.Open(token, path, AccessMask.Delete, out var away) == NtStatus.Success)
            done.Add("opened for deleting");
        away?.Dispose();
        return done;
    }

    private static (Scene Scene, SandboxPolicy Policy) Make(string where)
    {
        var scene = new Scene();
        if (where == "inside")
        {
            Write(scene, Ws + @"\.git\worktrees\wt", ("HEAD", "ref: refs/heads/topic\n"), ("commondir", "../..\n"),
                ("gitdir", "C:/Users/me/src/app/wt/.git\n"), ("index", ""));
            Write(scene, Ws + @"\wt", (".git", "gitdir: C:/Users/me/src/app/.git/worktrees/wt\n"), ("code.c", ""));
            Write(scene, Ws + @"\.git\worktrees\elsewhere", ("HEAD", "ref: refs/heads/other\n"),
                ("commondir", "../..\n"), ("gitdir", "C:/Users/me/elsewhere/.git\n"));
            Repository(scene, Ws + @"\.git\modules\deep\sub", "[core]\n\tworktree = ../../../../sub\n");
            Write(scene, Ws + @"\.git\modules\deep\sub\hooks", ("post-checkout", ""));
            Write(scene, Ws + @"\sub", (".git", "gitdir: ../.git/modules/deep/sub\n"));
            return (scene, Scene.Policy);
        }

        Repository(scene, Main + @"\.git", "[core]\n\tbare = false\n");
        Write(scene, Main + @"\.git\hooks", ("pre-commit", ""));
        Write(scene, Main, ("code.c", ""));
        Write(scene, Main + @"\.git\worktrees\linked", ("HEAD", "ref: refs/heads/topic\n"), ("commondir", "../..\n"),
            ("gitdir", "C:/Users/me/linked/.git\n"), ("index", ""));
        Write(scene, Linked, (".git", "gitdir: C:/Users/me/main/.git/worktrees/linked\n"), ("code.c", ""));
        return (scene, InLinked);
    }

    private static void Repository(Scene scene, string git, string config)
    {
        Write(scene, git, ("HEAD", "ref: refs/heads/main\n"), ("config", config), ("index", ""));
        Write(scene, git + @"\objects\ab", ("cd", ""));
        Write(scene, git + @"\refs\heads", ("main", ""));
        foreach (var folder in (string[])["", @"\objects", @"\refs"]) Own(scene.Machine.Find(git + folder)!);
    }

    private static void Write(Scene scene, string folder, params (string Name, string Text)[] files)
    {
        foreach (var (name, text) in files)
        {
            var file = scene.Host.File($@"{folder}\{name}");
            file.Content = text;
            Own(file);
        }

        for (var at = folder; at != @"C:\Users\me"; at = at[..at.LastIndexOf('\\')]) Own(scene.Machine.Find(at)!);
    }

    private static void Own(NtObject item) =>
        item.Descriptor = item.Descriptor with { Owner = FreshWindows11.Me, Group = FreshWindows11.Me };
}
