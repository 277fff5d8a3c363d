using Pinfold.Core.Paths;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Tests.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>The real git inside the real fence.</summary>
public sealed class GitTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Commit_branch_rebase_merge_stash_tag_and_gc_work()
    {
        Repository(_fence.Workspace);
        var (output, result) = Git("""
            git checkout -q -b topic && echo t > t && git add t && git commit -q -m topic
            git checkout -q main && echo m > m && git add m && git commit -q -m main2
            git checkout -q topic && git rebase -q main && git checkout -q main && git merge -q --no-ff -m merged topic
            echo dirty >> t && git stash -q && git stash pop -q && git commit -q -a -m popped && git tag v1
            git gc -q --prune=now && git pack-refs --all && git fsck --strict && git log --oneline | wc -l && git status --short
            """);
        Assert.Equal((0, "5\n"), (result.ExitStatus, output));
        Assert.Equal("5\n", Host.Shell(_fence.Workspace, "git log --oneline | wc -l"));
    }

    [Fact]
    public void Hooks_and_config_cannot_be_written_moved_or_replaced()
    {
        Repository(_fence.Workspace);
        var before = Host.Shell(_fence.Workspace, "cat .git/config; ls -A .git/hooks");
        var (output, _) = Git("""
            set +e
            git config core.fsmonitor evil; echo x >> .git/config; echo x > .git/hooks/pre-commit; ln -s x .git/hooks/y
            mv .git/hooks .git/h; mv .git/config .git/c; rm -f .git/config; mv .git .g; mkdir .g && mv .git/hooks .g/
            cp .git/config .git/new && mv -f .git/new .git/config; rm -f .git/new; rmdir .g
            """);
        Assert.Contains("busy", output, StringComparison.Ordinal);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.Equal(before, Host.Shell(_fence.Workspace, "cat .git/config; ls -A .git/hooks"));
        // control
        Host.Shell(_fence.Workspace,
            "git config core.fsmonitor true && echo x > .git/hooks/pre-commit && mv .git/hooks .git/h && mv .git .g");
    }

    [Fact]
    public void A_linked_worktree_whose_repository_is_elsewhere_commits_and_its_repository_is_split()
    {
        var main = Directory.CreateDirectory(_fence.Folder + "/main").FullName;
        Repository(main);
        Host.Shell(main, $"git worktree add -q {_fence.Workspace} -b wt && git worktree add -q ../other -b other");
        var facts = _fence.Facts();
        Assert.All(facts.GitDirectories, g => Assert.True(g.Verified));
        var (output, result) = Git("echo w > w && git add w && git commit -q -m wt && git log --oneline | wc -l");
        Assert.Equal((0, "2\n"), (result.ExitStatus, output));

        var git = main + "/.git";
        var before = Host.Shell(_fence.Folder,
            "cat ws/.git main/.git/config main/.git/worktrees/*/*dir; ls main main/.git main/.git/worktrees main/.git/hooks main/.git/worktrees/other; cat main/.git/worktrees/other/HEAD");
        (output, _) = Git($$"""
            set +e
            echo x > {{git}}/hooks/post-checkout; echo x >> {{git}}/config; echo x > {{main}}/file; mv {{git}}/hooks {{git}}/h
            echo /tmp > {{git}}/worktrees/ws/commondir; echo x > {{git}}/worktrees/ws/gitdir; mv {{git}}/worktrees/ws {{git}}/worktrees/v
            echo x > {{git}}/worktrees/other/HEAD; mv {{git}}/worktrees/other {{git}}/worktrees/o; mv {{git}}/worktrees {{git}}/w
            echo 'gitdir: /tmp' > .git; rm .git; mv .git x
            """);
        Assert.Equal(before, Host.Shell(_fence.Folder,
            "cat ws/.git main/.git/config main/.git/worktrees/*/*dir; ls main main/.git main/.git/worktrees main/.git/hooks main/.git/worktrees/other; cat main/.git/worktrees/other/HEAD"));
        Assert.Equal("2\n", Host.Shell(_fence.Workspace, "git fsck && git log --oneline wt | wc -l"));
    }

    [Theory]
    [InlineData("gitdir: {0}/main/.git\n")] // no back pointer at all
    [InlineData("gitdir: {0}/main/.git/worktrees/other\n")] // somebody else's worktree
    [InlineData("gitdir: {0}/main\n")] // not a git directory
    [InlineData("gitdir: link/worktrees/other\n")] // through a link
    public void A_forged_git_file_makes_nothing_writable(string text)
    {
        var main = Directory.CreateDirectory(_fence.Folder + "/main").FullName;
        Repository(main);
        Host.Shell(main, "git worktree add -q ../other -b other");
        File.CreateSymbolicLink(_fence.Workspace + "/link", main + "/.git");
        File.WriteAllText(_fence.Workspace + "/.git",
            string.Format(System.Globalization.CultureInfo.InvariantCulture, text, _fence.Folder));
        Assert.DoesNotContain(_fence.Facts().GitDirectories, g => g.Verified);
        Git($"echo x > {main}/x; echo x > {main}/.git/x; echo x > {main}/.git/worktrees/other/x; echo x > {main}/.git/objects/x");
        Assert.Equal("", Host.Shell(main, "find . -name x"));
    }

    [Fact]
    public void A_forged_commondir_makes_nothing_writable()
    {
        var main = Directory.CreateDirectory(_fence.Folder + "/main").FullName;
        Repository(main);
        Repository(_fence.Workspace);
        File.WriteAllText(_fence.Workspace + "/.git/commondir", main + "/.git\n");
        Host.Shell(main, $"mkdir -p .git/worktrees/x && echo {_fence.Workspace}/.git > .git/worktrees/x/gitdir");
        Assert.Equal([false], _fence.Facts().GitDirectories.Select(g => g.Verified));
        Git($"echo x > {main}/.git/x; rm .git/commondir; echo x > .git/commondir");
        Assert.Equal(main + "/.git\n", File.ReadAllText(_fence.Workspace + "/.git/commondir"));
        Assert.False(File.Exists(main + "/.git/x"));
    }

    [Fact]
    public void A_submodule_commits_and_its_git_directory_is_split()
    {
        var sub = Directory.CreateDirectory(_fence.Folder + "/sub").FullName;
        Repository(sub);
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace, $"git submodule --quiet add {sub} deep/sub && git commit -q -m sub");
        var (output, result) = Git("cd deep/sub && echo s > s && git add s && git commit -q -m s && cd ../.. && git add deep/sub && git commit -q -m up && git status --short");
        Assert.Equal((0, ""), (result.ExitStatus, output));
        var git = _fence.Workspace + "/.git/modules/deep/sub";
        const string state = "cat deep/sub/.git .git/modules/deep/sub/config; ls .git/modules/deep/sub/hooks deep/sub";
        var before = Host.Shell(_fence.Workspace, state);
        (output, _) = Git($"""
            set +e
            echo x > {git}/hooks/pre-commit; echo x >> {git}/config; mv .git/modules .git/m; mv .git/modules/deep .git/modules/d; mv {git} .git/g
            echo x > deep/sub/.git; rm deep/sub/.git; mv deep/sub deep/t; mv deep d
            """);
        Assert.Equal(before, Host.Shell(_fence.Workspace, state));
        Assert.Contains("busy", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_workspace_that_is_a_submodule_commits()
    {
        var origin = Directory.CreateDirectory(_fence.Folder + "/origin").FullName;
        var super = Directory.CreateDirectory(_fence.Folder + "/super").FullName;
        Repository(origin);
        Repository(super);
        Host.Shell(super, $"git submodule --quiet add {origin} sub");
        _fence.Policy = _fence.Policy with
            { Workspace = CanonicalPath.Parse(super + "/sub"), Write = [Fence.Rule(super + "/sub")] };
        var (output, result) = Git($"echo s > s && git add s && git commit -q -m s && git log --oneline | wc -l; set +e; echo x >> {super}/.git/modules/sub/config; echo x > {super}/.git/x");
        Assert.StartsWith("2\n", output, StringComparison.Ordinal);
        Assert.Equal(2, output.Split('\n').Count(l => l.Contains("Read-only file system", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_bare_repository_takes_pushes_and_keeps_its_hooks()
    {
        Host.Shell(_fence.Workspace, "git init -q --bare .");
        var (output, result) = Git("""
            git clone -q . /tmp/c 2>/dev/null && cd /tmp/c && echo a > a && git add a && git commit -q -m a && git push -q origin HEAD:refs/heads/main && cd - > /dev/null
            git log --oneline main | wc -l; set +e; echo x > hooks/pre-receive; echo x >> config; mv hooks h; mv config c
            """);
        Assert.StartsWith("1\n", output, StringComparison.Ordinal);
        Assert.Equal(4, output.Split('\n').Count(l => l.Contains("Read-only file system", StringComparison.Ordinal)
            || l.Contains("busy", StringComparison.Ordinal)));
        Assert.Equal("1\n", Host.Shell(_fence.Workspace, "git log --oneline main | wc -l"));
    }

    [Fact]
    public void In_a_subfolder_of_a_repository_history_can_be_read_and_commits_are_refused()
    {
        Repository(_fence.Folder);
        var (output, result) = Git("git log --oneline | wc -l; echo a > a; git add a");
        Assert.StartsWith("1\n", output, StringComparison.Ordinal);
        Assert.NotEqual(0, result.ExitStatus);
        var git = Assert.Single(_fence.Facts().GitDirectories);
        Assert.Equal((_fence.Folder + "/.git", false), (git.Path.Value, git.Verified));
    }

    [Fact]
    public void A_git_directory_behind_a_link_is_split_and_the_link_stays()
    {
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace,
            "mv .git store && ln -s store .git && mkdir myhooks && rm -r store/hooks && ln -s ../myhooks store/hooks");
        var (output, result) = Git("echo a > a && git add a && git commit -q -m a && git log --oneline | wc -l");
        Assert.Equal((0, "2\n"), (result.ExitStatus, output));
        (output, _) = Git("set +e; echo x >> store/config; mv store s; rm .git; ln -sfn /tmp .git; echo x > myhooks/pre-commit; mv myhooks m; rm store/hooks");
        Assert.Equal("store\n", Host.Shell(_fence.Workspace, "readlink .git"));
        Assert.Equal("", Host.Shell(_fence.Workspace, "ls myhooks/; grep -c ^x store/config || true")
            .Replace("0\n", "", StringComparison.Ordinal));
    }

    [Fact]
    public void A_worktree_and_a_submodule_can_be_added_inside()
    {
        var sub = Directory.CreateDirectory(_fence.Folder + "/sub").FullName;
        Repository(sub);
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace, $"git -c protocol.file.allow=always submodule --quiet add {sub} sub && git commit -q -m sub && git submodule --quiet deinit -f sub && rm -r .git/modules/sub && git config submodule.sub.url {sub} && git config submodule.sub.active true");
        var (output, result) = Git("git worktree add -q wt -b wt && cd wt && echo w > w && git add w && git commit -q -m w && cd .. && git submodule --quiet update && cd sub && git log --oneline | wc -l");
        Assert.Equal("1\n", output);
        Assert.Equal(0, result.ExitStatus);
    }

    [Fact]
    public void Fetch_from_a_local_bare_repository_works()
    {
        var bare = _fence.Folder + "/bare";
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace,
            $"git clone -q --bare . {bare} && git remote add origin {bare} && git -C {bare} branch more");
        var (output, result) = Git("git fetch -q && git branch -r && git pull -q --rebase origin main");
        Assert.Equal((0, "  origin/main\n  origin/more\n"), (result.ExitStatus, output));
    }

    [Fact]
    public void Folders_and_files_that_the_users_config_names_are_kept()
    {
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace, """
            mkdir real .husky && ln -s real/sub link && mkdir real/sub && echo x > real/sub/inc && echo y > .gitcfg
            git config core.hooksPath .husky && git config include.path ../.gitcfg && git config --add include.path ../link/inc
            """);
        File.WriteAllText(_fence.Folder + "/.gitconfig", "[core]\n\thooksPath = .common-hooks\n");
        Git("set +e; echo x > .husky/pre-commit; mv .husky h; echo x > .gitcfg; echo e > real/sub/inc; rm link; ln -s /tmp link; mv real r; mkdir .common-hooks && echo x > .common-hooks/pre-push");
        Assert.Equal("y\nx\n",
            Host.Shell(_fence.Workspace, "ls .husky; cat .gitcfg link/inc; test ! -e .common-hooks"));
    }

    [Theory]
    [InlineData("tools/deep/hooks", "tools")]
    [InlineData("link/deep/hooks", "real/deep")]
    public void Hooks_that_the_config_names_in_a_folder_that_is_not_there_cannot_be_made(
        string configured, string taken)
    {
        Repository(_fence.Workspace);
        Host.Shell(_fence.Workspace, $"mkdir real && ln -s real link && git config core.hooksPath {configured}");
        var make = $"mkdir -p {configured} && printf '#!/bin/sh\\ntouch ran\\n' > {configured}/pre-commit && chmod +x {configured}/pre-commit";
        var (output, _) = Git($"set +e; {make}; rm -rf link; mkdir -p {configured}; :");
        Assert.False(Path.Exists($"{_fence.Workspace}/{taken}"), output);
        Host.Shell(_fence.Workspace, make + " && git commit -q --allow-empty -m control && test -e ran");
    }

    [Fact]
    public void Junk_in_modules_and_worktrees_cannot_slow_or_stop_a_start()
    {
        Repository(_fence.Workspace);
        Git("cd .git; i=0; while [ $i -lt 40 ]; do mkdir -p modules/$i; j=0; while [ $j -lt 40 ]; do mkdir modules/$i/$j; : > modules/$i/$j/HEAD; j=$((j+1)); done; i=$((i+1)); done; ln -s /etc modules/link; mkfifo modules/pipe; mkdir -p worktrees/x; ln -s /etc/passwd worktrees/x/gitdir; mkfifo worktrees/x/commondir");
        var facts = _fence.Facts();
        Assert.Contains(facts.GitProtected, p => p.Value == _fence.Workspace + "/.git/modules");
        Assert.True(facts.GitProtected.Length < 1200);
        Assert.Equal(LaunchOutcome.Exited, Git("true").Result.Outcome);
    }

    private (string Output, LaunchResult Result) Git(string script) =>
        _fence.Shell(
            "set -e; " + string.Concat(Host.GitEnvironment.Select(v => $"export {v.Key}='{v.Value}'; ")) + script);

    private static void Repository(string folder) =>
        Host.Shell(folder, "git init -q && echo 1 > file && git add file && git commit -q -m first");
}
