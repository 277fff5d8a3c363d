using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Git;

public sealed class GitTests
{
    private const string Dates = "export GIT_AUTHOR_DATE='2025-01-01T12:00:00Z' GIT_COMMITTER_DATE='2025-01-01T12:00:00Z'";

    /// <summary>A bare repository beside the workspace, with two commits.</summary>
    private const string Remote = $$"""
        {{Dates}}
        git init -q --bare remote.git
        git clone -q remote.git seed 2>/dev/null
        cd seed
        seq 1 50 > numbers; mkdir src; echo 'int main(){return 0;}' > src/main.c
        git add -A; git commit -qm first; seq 1 60 > numbers; git commit -qam second; git push -q origin HEAD
        cd ..
        """;

    /// <summary>The index and the reflog hold times and inode numbers of the files; all else is the same, object for object.</summary>
    private static readonly string[] Volatile = ["index", "ORIG_HEAD.lock", "commit-graphs"];

    private readonly Account _account;

    public GitTests(Account account)
    {
        _account = account;
        Account.Require("git", "git");
    }

    [Fact]
    public void Everyday_work_over_many_commands() => new Scenario(_account, "git-everyday")
    {
        Prepare = Remote + "\nrmdir ws; git clone -q remote.git ws",
        Always = Dates,
    }.Same(
        "git status --porcelain --branch",
        "echo change >> numbers; git diff --stat; git add numbers; git commit -qm third; git log --format='%H %s'",
        "git checkout -q -b topic HEAD~1; echo topic > topic; git add topic; git commit -qm topic; git branch",
        "git rebase -q main; git log --format='%H %s'",
        "git checkout -q main; git merge -q --no-ff -m merge topic; git log --graph --format='%H %s'",
        "echo dirty >> numbers; git stash -q; git status --porcelain; git stash pop -q; git diff --stat; git checkout -q numbers",
        "git fetch -q; git tag v1; git branch -d topic; git describe --tags",
        "git mv src/main.c src/start.c; git commit -qm move; git revert --no-edit HEAD > /dev/null; git cherry-pick HEAD~1 > /dev/null; git log --format=%H",
        "git gc -q; git fsck --strict; git count-objects -v | grep -E '^(count|in-pack|packs)'",
        "git bisect start -q HEAD HEAD~3 > /dev/null; git bisect reset -q; git reset -q --hard HEAD~1; git clean -xdfq; git status --porcelain").SameFiles(Volatile);

    [Fact]
    public void A_linked_worktree_whose_git_directory_lies_elsewhere() => new Scenario(_account, "git-worktree")
    {
        Prepare = Remote + "\nrmdir ws; git -C seed worktree add -q ../ws -b work",
        Always = Dates,
    }.Same(
        "git status --porcelain --branch; echo w > w; git add w; git commit -qm work; git log --format='%H %s'",
        "git checkout -q -b other; echo o > o; git add o; git commit -qm other; git checkout -q work; git merge -q other; git worktree list | sed 's/ .*\\[/ [/'",
        "git rev-parse --git-dir --git-common-dir; git fsck").SameFiles();

    [Fact]
    public void A_submodule() => new Scenario(_account, "git-submodule")
    {
        Prepare = Remote + "\nrmdir ws; git clone -q remote.git ws; cd ws; git submodule --quiet add ../remote.git lib; git commit -qm lib; cd ..",
        Always = Dates,
    }.Same(
        "git submodule status; git submodule update",
        "cd lib; echo l > l; git add l; git commit -qm 'in lib'; git log --format='%H %s'; cd ..; git add lib; git commit -qm 'move lib'; git submodule status",
        "git submodule foreach --quiet 'git log -1 --format=%H'; git status --porcelain; git log --format='%H %s'").SameFiles(Volatile);

    [Fact]
    public void A_repository_made_and_used_by_one_command() => new Scenario(_account, "git-clone") { Prepare = Remote, Always = Dates }.Same(
        """
        git clone -q ../remote.git copy; cd copy
        echo c > c; git add c; git commit -qm c; git checkout -q -b b; git rebase -q main
        git worktree add -q ../linked -b linked; cd ../linked; echo w > w; git add w; git commit -qm w
        git -C ../copy merge -q linked; git -C ../copy log --format='%H %s'; git -C ../copy fsck
        git init -q ../fresh; cd ../fresh; echo f > f; git add f; git commit -qm f; git log --format='%H %s'
        """).SameFiles(".git");

    [Fact]
    public void A_new_nested_repository_is_in_quarantine_when_its_command_has_ended()
    {
        var folder = _account.Home + "/git-quarantine";
        Assert.Equal(0, _account.Shell(_account.Home, $"mkdir -p {folder}/ws; cd {folder}; {Remote}").Status);
        var control = _account.Shell(folder, "git clone -q remote.git outside; test -d outside/.git");
        Assert.True(control.Status == 0, control.ToString());
        var inside = _account.Inside(folder + "/ws", "git clone -q ../remote.git copy; test -d copy/.git; cat copy/src/main.c");
        Assert.True(inside.Status == 0, inside.ToString());
        Assert.Contains("int main", inside.Output, StringComparison.Ordinal);
        Assert.Contains("copy/.git", inside.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder + "/ws/copy/.git"), inside.ToString());
        Assert.True(File.Exists(folder + "/ws/copy/src/main.c"));
    }

    [Fact]
    public void What_git_would_obey_outside_cannot_be_written()
    {
        var folder = _account.Home + "/git-config";
        Assert.Equal(0, _account.Shell(_account.Home, $"mkdir -p {folder}; cd {folder}; {Remote}\ngit clone -q remote.git ws").Status);
        var before = File.ReadAllText(folder + "/ws/.git/config");
        var inside = _account.Inside(folder + "/ws", "git config core.fsmonitor 'touch /tmp/x' || echo refused; git config core.hooksPath /tmp || echo refused");
        Assert.Equal("refused\nrefused\n", inside.Output);
        Assert.Equal(before, File.ReadAllText(folder + "/ws/.git/config"));
        Assert.Equal(0, _account.Shell(folder + "/ws", "git config core.fsmonitor false").Status); // the control: outside it is allowed
    }
}
