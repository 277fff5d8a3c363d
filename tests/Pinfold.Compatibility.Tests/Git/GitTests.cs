using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Compatibility.Tests.Git;

public sealed class GitTests
{
    private const string Dates =
        "export GIT_AUTHOR_DATE='2025-01-01T12:00:00Z' GIT_COMMITTER_DATE='2025-01-01T12:00:00Z'";

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

    /// <summary>
    /// The index holds times and inode numbers of the files; all else is the same, object for object.
    /// </summary>
    private static readonly string[] Volatile = ["index"];

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
        "git bisect start HEAD HEAD~3 > /dev/null; git bisect reset > /dev/null; git reset -q --hard HEAD~1; mkdir junk; touch junk/x y; git clean -xdfq || true; git status --porcelain --ignored; ls -R").SameFiles(Volatile);

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
        "git submodule status; git submodule foreach --quiet 'git checkout -q --detach $sha1'",
        "cd lib; echo l > l; git add l; git commit -qm 'in lib'; git log --format='%H %s'; cd ..; git add lib; git commit -qm 'move lib'; git submodule status",
        "git submodule foreach --quiet 'git log -1 --format=%H'; git status --porcelain; git log --format='%H %s'")
            .SameFiles(Volatile);

    [Fact]
    public void A_repository_made_and_used_by_one_command() =>
        new Scenario(_account, "git-clone") { Prepare = Remote, Always = Dates }.Same(
        """
        git clone -q ../remote.git copy; cd copy
        echo c > c; git add c; git commit -qm c; git checkout -q -b b; git rebase -q main
        git worktree add -q ../linked -b linked; cd ../linked; echo w > w; git add w; git commit -qm w
        git -C ../copy merge -q linked; git -C ../copy log --format='%H %s'; git -C ../copy fsck
        git init -q ../fresh; cd ../fresh; echo f > f; git add f; git commit -qm f; git log --format='%H %s'
        """).SameFiles(".git");

    [Fact]
    public void A_worktree_made_by_one_command_is_used_by_the_next() => new Scenario(_account, "git-worktree-add")
    {
        Prepare = Remote + "\nrmdir ws; git clone -q remote.git ws",
        Always = Dates,
    }.Same(
        "git worktree add -q nested/wt -b wt",
        "cd nested/wt; echo w > w; git add w; git commit -qm w; git log --format='%H %s'; git status --porcelain",
        "git merge -q wt; git worktree list | sed 's/^.*\\///'; git worktree add -q other; git worktree remove other; git branch -d other").SameFiles(Volatile);

    [Fact]
    public void The_users_own_settings_hold_and_hooks_run() => new Scenario(_account, "git-settings")
    {
        Prepare = Remote + """

            rmdir ws; git clone -q remote.git ws; cd ws
            git config commit.gpgSign false; git config alias.last 'log -1 --format=%s'; git config core.autocrlf input
            printf '#!/bin/sh\necho checked by the hook\ngrep -q forbidden * && exit 1\nexit 0\n' > .git/hooks/pre-commit; chmod +x .git/hooks/pre-commit
            printf '*.bin binary\n*.txt diff=upper\n' > .gitattributes; printf 'ignored\n' > .gitignore; git config diff.upper.textconv 'tr a-z A-Z <'
            cd ..
            """,
        Always = Dates,
    }.Same(
        "printf 'a\\r\\nb\\n' > crlf.txt; touch ignored; git add -A; git commit -m settings 2>&1; git last; git show HEAD:crlf.txt | od -c",
        "echo more > crlf.txt; git diff; echo forbidden > word; git add word; git commit -m no 2>&1 || echo refused by the hook",
        "GIT_EDITOR='sed -i s/old/new/' git commit -q --no-verify -m old -e; git last; git rev-parse --show-toplevel; git var GIT_AUTHOR_IDENT; git config user.email").SameFiles(Volatile);

    [Fact]
    public void A_bare_repository_takes_a_push() => new Scenario(_account, "git-bare")
    {
        Prepare = Remote + "\nrmdir ws; cp -r remote.git ws",
        Always = Dates,
    }.Same(
        "git log --format='%H %s'; copy=$(mktemp -d); git clone -q . $copy; cd $copy; echo p > p; git add p; git commit -qm p; git push -q origin HEAD; rm -rf $copy; cd - > /dev/null; git log --format='%H %s'",
        "git branch topic; git update-ref refs/heads/other HEAD~1; git for-each-ref; git gc -q; git fsck")
            .SameFiles("gc.log");

    [Fact]
    public void A_push_needs_the_remote_to_be_writable()
    {
        var folder = Workspace("git-push");
        var refused = _account.Inside(folder + "/ws",
            "git commit -q --allow-empty -m pushed; git push -q origin HEAD || echo refused");
        Assert.Equal("refused\n", refused.Output);
        var pushed = _account.Inside(folder + "/ws", "git push -q origin HEAD; git -C ../remote.git log -1 --format=%s",
            "--write", folder + "/remote.git");
        Assert.True(pushed is { Status: 0, Output: "pushed\n" }, pushed.ToString());
    }

    [Fact]
    public void A_remote_on_the_network_is_refused_by_name()
    {
        Account.Require("ssh", "openssh-client");
        var folder = Workspace("git-network");
        foreach (var remote in (string[])["ssh://git@192.0.2.1/x", "git://192.0.2.1/x"])
        {
            var refused = _account.Inside(folder + "/ws", $"git ls-remote {remote}");
            Assert.Equal(128, refused.Status);
            Assert.Contains("pinfold: denied: connecting to 192.0.2.1:", refused.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_submodule_added_inside_is_there_and_registered_outside()
    {
        var folder = Workspace("git-submodule-add");
        var added = _account.Inside(folder + "/ws",
            "git submodule --quiet add ../remote.git lib; git commit -qm lib; git -C lib log -1 --format=%s");
        Assert.True(added is { Status: 0, Output: "second\n" }, added.ToString());
        var used = _account.Inside(folder + "/ws",
            "cd lib; git checkout -q --detach; git commit -q --allow-empty -m inside; git log -1 --format=%s");
        Assert.True(used is { Status: 0, Output: "inside\n" }, used.ToString());
        var outside = _account.Shell(folder + "/ws", "git submodule --quiet init; git submodule status");
        Assert.True(outside.Status == 0 && outside.Output.StartsWith('+'), outside.ToString());
    }

    [Fact]
    public void What_needs_gits_configuration_is_refused_and_the_other_way_works()
    {
        var folder = Workspace("git-refused",
            "cd ws; git submodule --quiet add ../remote.git lib; git commit -qm lib; cd ..");
        var before = File.ReadAllText(folder + "/ws/.git/config");
        foreach (var command in (string[])["git remote add other ../remote.git",
            "git config user.name Eve", "git submodule update",
            "git submodule init && git config submodule.lib.update none", "git sparse-checkout set src"])
        {
            var refused = _account.Inside(folder + "/ws", command);
            Assert.True(refused.Status != 0 && refused.Error.Contains("config", StringComparison.Ordinal),
                $"{command}: {refused}");
        }

        foreach (var command in (string[])["git fetch -q ../remote.git main:refs/remotes/other/main",
            "git -c user.name=Eve commit -q --allow-empty -m x",
            "git submodule foreach --quiet 'git checkout -q --detach $sha1'",
            "git checkout -q -b topic --track origin/main", "git pull -q origin main"])
        {
            var works = _account.Inside(folder + "/ws", command);
            Assert.True(works.Status == 0, $"{command}: {works}");
        }

        Assert.Equal(before, File.ReadAllText(folder + "/ws/.git/config"));
        // the control: outside it is allowed
        Assert.Equal(0,
            _account.Shell(folder + "/ws", "git submodule update && git remote add other ../remote.git").Status);
    }

    [Fact]
    public void A_new_nested_repository_is_in_quarantine_when_its_command_has_ended()
    {
        var folder = Workspace("git-quarantine");
        var control = _account.Shell(folder, "git clone -q remote.git outside; test -d outside/.git");
        Assert.True(control.Status == 0, control.ToString());
        var inside = _account.Inside(folder + "/ws",
            "git clone -q ../remote.git copy; git -C copy log -1 --format=%s; git init -q --bare bare.git");
        Assert.True(inside is { Status: 0, Output: "second\n" }, inside.ToString());
        Assert.Contains("quarantined: copy/.git: a hand-off name that was made", inside.Error,
            StringComparison.Ordinal);
        Assert.Contains("quarantined: bare.git/HEAD: it makes its folder a repository", inside.Error,
            StringComparison.Ordinal);
        Assert.Contains("pinfold restore ", inside.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(folder + "/ws/copy/.git"), inside.ToString());
        Assert.True(File.Exists(folder + "/ws/copy/src/main.c"));
    }

    [Fact]
    public void A_nested_repository_of_the_users_is_kept_from_its_first_audit_on()
    {
        var folder = Workspace("git-nested",
            "git clone -q remote.git ws/deep; mv ws/deep ws/inner; mkdir ws/deep; mv ws/inner ws/deep/inner");
        var first = _account.Inside(folder + "/ws",
            "cd deep/inner; git commit -q --allow-empty -m nested; git log -1 --format=%s");
        Assert.True(first is { Status: 0, Output: "nested\n", Error: "" }, first.ToString());
        var second = _account.Inside(folder + "/ws",
            "git -C deep/inner config core.pager evil || echo refused; mv deep gone || echo refused; git -C deep/inner commit -q --allow-empty -m again");
        Assert.True(second is { Status: 0, Output: "refused\nrefused\n" }, second.ToString());
        Assert.Equal("again\n", _account.Shell(folder + "/ws/deep/inner", "git log -1 --format=%s").Output);
    }

    [Fact]
    public void What_git_would_obey_outside_cannot_be_written()
    {
        var folder = Workspace("git-config");
        var before = File.ReadAllText(folder + "/ws/.git/config");
        var inside = _account.Inside(folder + "/ws", """
            git config core.fsmonitor 'touch /tmp/x' || echo refused; git config core.hooksPath /tmp || echo refused
            echo evil > .git/hooks/post-commit || echo refused; mv .git gone || echo refused; rm -rf .git/hooks || echo refused
            """);
        Assert.Equal(string.Concat(Enumerable.Repeat("refused\n", 5)), inside.Output);
        Assert.Equal(before, File.ReadAllText(folder + "/ws/.git/config"));
        // the control: outside it is allowed
        Assert.Equal(0, _account.Shell(folder + "/ws",
            "git config core.fsmonitor false; echo '#!/bin/true' > .git/hooks/post-commit").Status);
    }

    [Fact]
    public void A_name_that_the_user_gives_back_can_be_written_and_stays()
    {
        var folder = Workspace("git-unprotect");
        var given = _account.Inside(folder + "/ws", "git remote add other ../remote.git; git remote",
            "--unprotect", ".git/config");
        Assert.True(given is { Status: 0, Output: "origin\nother\n" or "other\norigin\n", Error: "" },
            given.ToString());
        Assert.Equal(given.Output, _account.Inside(folder + "/ws", "git remote; git config x.y z || true").Output);
    }

    /// <summary>A clone as workspace, beside the repository that it came from.</summary>
    private string Workspace(string name, string more = "")
    {
        var folder = $"{_account.Home}/{name}";
        var made = _account.Shell(_account.Home,
            $"mkdir -p {folder}; cd {folder}; {Remote}\ngit clone -q remote.git ws\n{more}");
        Assert.True(made.Status == 0, made.ToString());
        return folder;
    }
}
