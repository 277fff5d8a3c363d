using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Tests.Processes;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Workspace;
using Xunit;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>The audit after real commands in the real fence.</summary>
public sealed class AuditTests : IDisposable
{
    private readonly AuditedFence _fence = new();

    private string Workspace => _fence.Workspace;

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void A_repository_made_inside_is_quarantined_and_comes_back_byte_equal()
    {
        var (_, audit) = _fence.Shell($"mkdir -p a/b; git init -q a/b && git -C a/b config core.fsmonitor 'touch /tmp/owned'; mkdir a/b/.git/x; ln -s ../HEAD a/b/.git/x/l; ln a/b/.git/config a/b/.git/x/h; touch -d 2001-01-01 a/b/.git/HEAD; chmod 400 a/b/.git/HEAD; (cd a/b/.git && find . -printf '%P %m %T@ %l %n\n' | sort; tar c --sort=name . | sha256sum) > a/before");
        var item = Assert.Single(audit.Quarantined);
        Assert.Equal(Workspace + "/a/b/.git", item.Origin.Value);
        Assert.False(Path.Exists(Workspace + "/a/b/.git"));
        Assert.Equal([item], _fence.Quarantine.List());

        _fence.Auditor.Restore(_fence.Quarantine, item.Id);
        Assert.Equal(File.ReadAllText(Workspace + "/a/before"), Host.Shell(Workspace + "/a/b/.git",
            "find . -printf '%P %m %T@ %l %n\\n' | sort; tar c --sort=name . | sha256sum"));
        Assert.Empty(_fence.Quarantine.List());

        var (output, again) = _fence.Shell("echo x >> a/b/.git/config; mv a/b a/c; mv a c; mv a/b/.git a/b/g");
        Assert.Empty(again.Quarantined);
        Assert.Contains("Read-only file system", output, StringComparison.Ordinal);
        Assert.Equal(3, output.Split('\n').Count(l => l.Contains("busy", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_users_own_nested_repository_is_learned_and_then_its_ancestors_cannot_be_renamed()
    {
        Host.Shell(Workspace,
            "mkdir -p p/q && git init -q p/q && mkdir -p deep/.vscode && echo 1 > deep/.vscode/tasks.json");
        var (_, audit) = _fence.Shell("echo x > made");
        Assert.Empty(audit.Quarantined);
        Names([Workspace + "/deep/.vscode", Workspace + "/p/q/.git"], audit.Learned.Select(p => p.Value));

        var (output, second) = _fence.Shell(
            "mv p r && mkdir -p p/q/.git && echo ESCAPED; mv p/q p/z; echo x > p/q/.git/hooks/post-checkout; echo x > deep/.vscode/tasks.json; mv deep d");
        Assert.DoesNotContain("ESCAPED", output, StringComparison.Ordinal);
        Assert.Empty(second.Quarantined);
        Assert.Equal("1\n", File.ReadAllText(Workspace + "/deep/.vscode/tasks.json"));
        Host.Shell(Workspace, "mv p r && mkdir -p p/q/.git"); // control
    }

    [Fact]
    public void What_a_command_changes_in_an_unknown_name_of_the_users_is_quarantined()
    {
        Host.Shell(Workspace, "mkdir -p a/.vscode b c && echo 1 > a/.vscode/tasks.json && git init -q b && git init -q c && echo 1 > c/f");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell("echo evil > a/.vscode/tasks.json; echo '[core]' >> b/.git/config; echo 2 > c/f");
        Names([Workspace + "/a/.vscode", Workspace + "/b/.git"], audit.Quarantined.Select(q => q.Origin.Value));
        Names([Workspace + "/c/.git"], audit.Learned.Select(p => p.Value));
    }

    [Fact]
    public void At_the_first_audit_a_repository_of_the_users_stays_when_a_commit_is_all_that_happened_to_it()
    {
        const string Hook = "touch .git/hooks/post-commit; chmod +x .git/hooks/post-commit";
        Host.Shell(Workspace,
            $"for r in a b c d; do git init -q $r; done; for r in a c d; do (cd $r; {Hook}); done; mv c/.git c/stage");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell(Git(
            "for r in a b; do (cd $r; git commit -q --allow-empty -m 1); done; touch b/new; mv c/stage c/.git; touch d/new; cd d; git commit -q --allow-empty -m 1"));
        // d: cannot be told from c
        Names([Workspace + "/c/.git", Workspace + "/d/.git"], audit.Quarantined.Select(q => q.Origin.Value));
        Names([Workspace + "/a/.git", Workspace + "/b/.git"], audit.Learned.Select(p => p.Value));
    }

    [Fact]
    public void A_folder_prepared_by_an_earlier_command_and_renamed_into_place_is_quarantined()
    {
        _fence.Shell("mkdir -p stage d; echo evil > stage/tasks.json; mkdir d/x");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell("mv stage d/x/.vscode; touch -d 2001-01-01 d/x d/x/.vscode");
        Names([Workspace + "/d/x/.vscode"], audit.Quarantined.Select(q => q.Origin.Value));
    }

    [Fact]
    public void Among_thousands_of_folders_those_that_changed_are_found_moved_removed_and_replaced_ones_too()
    {
        Host.Shell(Workspace,
            "for i in $(seq 0 59); do for j in $(seq 0 99); do echo t/$i/$j; done; done | xargs mkdir -p");
        AuditedFence.AwaitTick();
        Assert.Equal(6062, _fence.Shell("true").Audit.Folders); // the root, t, 60, 6000
        AuditedFence.AwaitTick();
        const string Change = "mkdir t/7/42/.vscode t/59/99/.vscode; rm -r t/3; mv t/20 u; mkdir u/0/.vscode; mv t/30/5 t/30/6 t/31/0; rmdir t/40/1; ln -s ../41 t/40/1; mkdir t/41/1/.vscode";
        var (_, audit) = _fence.Shell(Change);
        Names([.. new[] { "t/41/1", "t/59/99", "t/7/42", "u/0" }.Select(n => $"{Workspace}/{n}/.vscode")],
            audit.Quarantined.Select(q => q.Origin.Value));
        Assert.Equal(int.Parse(Host.Shell(Workspace, "find . -type d | wc -l"),
            System.Globalization.CultureInfo.InvariantCulture),
            _fence.Shell("true").Audit.Folders);
    }

    [Fact]
    public void What_one_command_touched_is_noted_in_place_and_a_torn_note_is_made_anew()
    {
        Host.Shell(Workspace, "seq 30 | xargs mkdir");
        _fence.Shell("echo x > first");
        var index = Assert.Single(
            Directory.GetFiles(_fence.State + "/workspaces", "index", SearchOption.AllDirectories));
        var (inode, before) = (Host.Shell("/", $"stat -c %i {index}"), File.ReadAllBytes(index));

        _fence.Shell("echo x > 7/x");
        var after = File.ReadAllBytes(index);
        Assert.Equal(inode, Host.Shell("/", $"stat -c %i {index}"));
        Assert.Equal(before.Length, after.Length);
        Assert.NotEqual(before, after);

        File.WriteAllBytes(index, [.. after[..24], .. before[24..]]); // a kill after the first write
        var (_, audit) = _fence.Shell("mkdir 7/.vscode");
        Assert.Equal(Workspace + "/7/.vscode", Assert.Single(audit.Quarantined).Origin.Value);
    }

    [Fact]
    public void A_repository_the_user_made_between_commands_may_be_committed_to()
    {
        _fence.Shell("mkdir d");
        Host.Shell(Workspace, "git init -q d/sub && cd d/sub && echo 1 > f && git add f && git commit -q -m 1");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell(Git("cd d/sub; echo 2 > g; git add g; git commit -q -m 2"));
        Assert.Empty(audit.Quarantined);
        Assert.Equal("2\n", Host.Shell(Workspace + "/d/sub", "git log --oneline | wc -l"));
    }

    [Fact]
    public void Forged_git_files_and_bare_layouts_are_quarantined_and_links_in_git_directories_too()
    {
        Host.Shell(Workspace, "git init -q");
        var outside = _fence.Fence.Folder + "/bashrc";
        File.WriteAllText(outside, "");
        var (_, audit) = _fence.Shell($"""
            mkdir -p f src/objects src/refs other; echo 'gitdir: ../evil' > f/.git; echo 'ref: refs/heads/x' > src/HEAD; echo '[core]' > src/config
            echo x > other/HEAD; echo ../.. > other/commondir; mkdir -p .git/logs; ln -sf {outside} .git/logs/HEAD; echo /tmp > .git/commondir; mkdir -p .git/info; echo x > .git/info/attributes
            """);
        Names(
            [".git/commondir", ".git/info/attributes", ".git/logs/HEAD", "f/.git", "other/HEAD", "src/HEAD"],
            audit.Quarantined.Select(q => q.Origin.RelativeTo(CanonicalPath.Parse(Workspace))));
        Assert.True(File.Exists(Workspace + "/src/config"));
        Host.Shell(Workspace, "git status");
    }

    [Fact]
    public void A_worktree_and_a_submodule_made_inside_stay_when_they_name_no_program()
    {
        var sub = Directory.CreateDirectory(_fence.Fence.Folder + "/sub").FullName;
        Host.Shell(sub, "git init -q && echo 1 > file && git add file && git commit -q -m first");
        Host.Shell(Workspace, $"git init -q && git submodule --quiet add {sub} sub && git commit -q -m sub && git submodule --quiet deinit -f sub && rm -r .git/modules/sub && git config submodule.sub.url {sub} && git config submodule.sub.active true");
        AuditedFence.AwaitTick();
        var (output, audit) = _fence.Shell(
            Git("git worktree add -q wt -b wt; git submodule --quiet update; ls sub wt"));
        Assert.Contains("file", output, StringComparison.Ordinal);
        Assert.Empty(audit.Quarantined);
        Names(["sub/.git", "wt/.git"], audit.Learned.Select(p => p.RelativeTo(CanonicalPath.Parse(Workspace))));
        Host.Shell(Workspace, "git status && git -C wt status && git -C sub status");

        (_, audit) = _fence.Shell(Git("set +e; cd sub; echo 1 > n; git add n; git commit -q -m n; cd ..; echo x >> .git/modules/sub/config; echo x > .git/modules/sub/hooks/post-commit; echo /tmp > .git/worktrees/wt/commondir"));
        Assert.Empty(audit.Quarantined);
        Assert.Equal("2\n", Host.Shell(Workspace + "/sub", "git log --oneline | wc -l"));
        Assert.DoesNotContain("x\n", Host.Shell(Workspace, "cat .git/modules/sub/config"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("git -C sub config core.fsmonitor evil", ".git/modules/sub")]
    [InlineData("echo x > .git/modules/sub/hooks/post-checkout", ".git/modules/sub")]
    [InlineData("git -C sub config include.path x", ".git/modules/sub")]
    [InlineData("echo ../../../evil > .git/worktrees/wt/commondir", ".git/worktrees/wt")]
    [InlineData("echo x > .git/worktrees/wt/config.worktree", ".git/worktrees/wt")]
    [InlineData("echo /etc/.git > .git/worktrees/wt/gitdir", ".git/worktrees/wt")]
    public void A_worktree_or_submodule_made_inside_that_names_a_program_is_quarantined(string evil, string expected)
    {
        var sub = Directory.CreateDirectory(_fence.Fence.Folder + "/sub").FullName;
        Host.Shell(sub, "git init -q && echo 1 > file && git add file && git commit -q -m first");
        Host.Shell(Workspace, $"git init -q && git submodule --quiet add {sub} sub && git commit -q -m sub && git submodule --quiet deinit -f sub && rm -r .git/modules/sub && git config submodule.sub.url {sub} && git config submodule.sub.active true");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell(Git("git worktree add -q wt -b wt; git submodule --quiet update; " + evil));
        var name = Path.GetFileName(expected);
        Names([expected, name + "/.git"],
            audit.Quarantined.Select(q => q.Origin.RelativeTo(CanonicalPath.Parse(Workspace))));
        Assert.Single(audit.Learned);
    }

    [Fact]
    public void A_kill_before_the_audit_leaves_it_owed()
    {
        var roots = new[] { CanonicalPath.Parse(Workspace) };
        using (_fence.Begin())
        {
            _fence.Fence.Shell("mkdir -p a/.git; echo x > a/.git/config");
            Assert.Empty(_fence.Auditor.Owed()); // its command may still run
        }

        Assert.Equal([_fence.Session], _fence.Auditor.Owed());
        var result = _fence.Auditor.RunOwed(_fence.Session);
        Names([Workspace + "/a/.git"], result.Quarantined.Select(q => q.Origin.Value));
        Assert.Empty(_fence.Auditor.Owed());
    }

    [Fact]
    public async Task A_command_that_starts_is_at_no_moment_taken_for_a_dead_one()
    {
        var root = CanonicalPath.Parse(Workspace);
        var order = new AuditOrder
        {
            Root = root, Session = _fence.State, FileTime = 0,
            SinceBoot = 0, Names = new([], []), Protected = [], Git = []
        };
        using var end = new CancellationTokenSource();
        var looking = Task.Run(() =>
        {
            var other = new RootState(_fence.State, root);
            while (!end.IsCancellationRequested)
                if (other.Left().Orders.Count > 0) return false;
            return true;
        }, TestContext.Current.CancellationToken);
        var notes = new RootState(_fence.State, root);
        for (var i = 0; i < 10_000 && !looking.IsCompleted; i++)
        {
            var mine = order with { Session = _fence.State.Combine($"sessions/{i}") }; // no two sessions have one name
            using var held = notes.Owe(mine);
            notes.Settle(mine.Session);
        }

        await end.CancelAsync();
        Assert.True(await looking);
    }

    [Fact]
    public void What_an_earlier_session_that_still_runs_made_is_not_taken_for_the_users()
    {
        using var first = _fence.Begin();
        _fence.Fence.Shell("mkdir -p a/.vscode");
        AuditedFence.AwaitTick();
        var (_, audit) = _fence.Shell("true");
        Names([Workspace + "/a/.vscode"], audit.Quarantined.Select(q => q.Origin.Value));
        Assert.Empty(_fence.Auditor.Run(first).Quarantined);
    }

    [Theory]
    [InlineData("git config include.path ../.gitcfg", ".gitcfg")]
    [InlineData("git config include.path ../conf/inc", "conf/inc")]
    [InlineData("mkdir conf; git config include.path ../conf/inc", "conf/inc")]
    [InlineData("printf '[core]\\nhooksPath = h/x\\n' > .gc; git config include.path ../.gc", "h/x/pre-commit")]
    [InlineData("git config extensions.worktreeConfig true; git config --worktree core.hooksPath wt/h",
        "wt/h/pre-commit")]
    [InlineData("printf '[core]\\nhooksPath = h/x\\n' > ../dotfile; ln -s dotfile ../.gitconfig", "h/x/pre-commit")]
    public void What_git_would_obey_by_its_configuration_and_was_not_there_is_not_made_or_does_not_stay(
        string configure, string file)
    {
        Host.Shell(Workspace, "git init -q; " + configure);
        var make = $"mkdir -p {Path.GetDirectoryName(file)} . && echo x > {file}";
        _fence.Shell($"{make}; mv conf c; ln -s c conf; echo x > {file}; :");
        Assert.False(Path.Exists($"{Workspace}/{file}"));
        Host.Shell(Workspace, make); // control
    }

    [Fact]
    public void A_placeholder_of_another_session_is_left_alone()
    {
        using var other = _fence.Fence.Start(["/bin/sh", "-c", "mkfifo f; : > up; read x < f"]);
        SpinWait.SpinUntil(() => File.Exists(Workspace + "/up"), TimeSpan.FromMinutes(1));
        var (_, audit) = _fence.Shell("true");
        Assert.Empty(audit.Quarantined);
        Assert.Empty(audit.Learned);
        Assert.True(Directory.Exists(Workspace + "/.vscode"));
        other.Kill();
        other.Wait();
        Assert.False(Directory.Exists(Workspace + "/.vscode"));
    }

    [Fact]
    public void Odd_names_links_loops_and_closed_folders_are_seen()
    {
        var (_, audit) = _fence.Shell("""
            d="$(printf 'new\nline \377')"; mkdir -p "$d/.vscode" loop/x closed/in; ln -s ../.. loop/x/up; ln -s . loop/self; ln -s /etc loop/etc
            mkdir closed/in/.git; chmod 0 closed/in closed; ln -s /etc loop/.envrc; ln loop/.envrc loop/hard
            """);
        Names(
            [Workspace + "/closed/in/.git", Workspace + "/loop/.envrc", Workspace + "/new\nline \uDCFF/.vscode"],
            audit.Quarantined.Select(q => q.Origin.Value));
        Assert.Empty(audit.Problems);
    }

    [Fact]
    public void A_path_of_4095_bytes_is_seen_and_what_is_longer_is_moved_away()
    {
        var (_, audit) = _fence.Shell("""
            python3 -c '
            import os
            n = len(os.getcwdb()); d = 0
            while n + 2 + 5 <= 4095: os.mkdir("d"); os.chdir("d"); n += 2; d += 1
            os.mkdir(".git")
            for i in range(5): os.mkdir("d"); os.chdir("d")
            os.mkdir(".git")
            '
            """);
        Assert.Equal(2, audit.Quarantined.Length);
        Assert.Contains(audit.Quarantined, q => q.Origin.Value.EndsWith("/d/d/.git", StringComparison.Ordinal));
        Assert.Contains(audit.Quarantined, q => q.Reason.Contains("4095", StringComparison.Ordinal));
        Assert.Empty(audit.Problems);
    }

    [Fact]
    public void A_deleted_workspace_ends_the_audit_quietly_and_a_damaged_state_is_rebuilt()
    {
        Host.Shell(Workspace, "mkdir -p a/.vscode");
        Assert.Single(_fence.Shell("true").Audit.Learned);
        foreach (var file in Directory.GetFiles(_fence.State.Value + "/workspaces", "*", SearchOption.AllDirectories))
            File.WriteAllText(file, "garbage");
        AuditedFence.AwaitTick();
        Assert.Single(_fence.Shell("true").Audit.Learned);
        using var ticket = _fence.Begin();
        Directory.Delete(Workspace, recursive: true);
        Assert.Equal(0, _fence.Auditor.Run(ticket).Folders);
    }

    [Fact]
    public void Secrets_that_a_pattern_matches_are_hidden_from_the_next_command_on()
    {
        var glob = Core.Paths.Glob.Parse(Workspace + "/**/.env");
        _fence.Fence.Policy = _fence.Fence.Policy with
            { DenyRead = [new PathRule("**/.env", null, glob, new(PolicyLayer.Flag, "test"))] };
        Host.Shell(Workspace, "mkdir -p a/b && echo SECRET > a/b/.env && mkdir -p c/.env && echo SECRET > c/.env/f");
        Assert.Null(_fence.Fence.Facts().AuditedSecrets);
        // the first audit comes after: the report says Partial
        Assert.Contains("SECRET", _fence.Shell("cat a/b/.env").Output, StringComparison.Ordinal);
        var (output, _) = _fence.Shell("cat a/b/.env c/.env/f; mv a x; rm -r a; cat a/b/.env");
        Assert.DoesNotContain("SECRET", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unfinished_rebase_that_would_run_a_program_is_quarantined_and_another_one_stays()
    {
        Host.Shell(Workspace, "git init -q && for i in 1 2; do echo $i > f && git add f && git commit -q -m $i; done && git checkout -q -b t HEAD~ && echo 3 > f && git commit -q -a -m 3");
        AuditedFence.AwaitTick();
        Assert.Empty(_fence.Shell(Git("git rebase main || true")).Audit.Quarantined);
        var (_, audit) = _fence.Shell("echo 'exec touch /tmp/owned' >> .git/rebase-merge/git-rebase-todo");
        Names([Workspace + "/.git/rebase-merge"], audit.Quarantined.Select(q => q.Origin.Value));
    }

    [Fact]
    public void A_protected_file_that_is_replaced_from_outside_meanwhile_is_reported()
    {
        Host.Shell(Workspace, "git init -q && mkfifo go");
        using var ticket = _fence.Begin();
        using var command = _fence.Fence.Start(["/bin/sh", "-c", ": > up; read x < go; echo evil >> .git/config"]);
        SpinWait.SpinUntil(() => File.Exists(Workspace + "/up"), TimeSpan.FromMinutes(1));
        // rename(2) over the mount point, in another namespace
        Host.Shell(Workspace, "git config user.name me && echo > go");
        command.Wait();
        // the limit of mounts, shown
        Assert.Contains("evil", File.ReadAllText(Workspace + "/.git/config"), StringComparison.Ordinal);
        var (path, _) = Assert.Single(_fence.Auditor.Run(ticket).Problems);
        Assert.Equal(Workspace + "/.git/config", path.Value);
    }

    [Fact]
    public void Two_sessions_audit_at_once_and_neither_loses_what_the_other_learned()
    {
        Host.Shell(Workspace, "mkdir -p a/.vscode");
        using var first = _fence.Begin();
        using var second = _fence.Begin();
        _fence.Fence.Shell("mkdir -p b/.vscode");
        Host.Shell(Workspace, "i=0; while [ $i -lt 300 ]; do mkdir -p many/$i/x; i=$((i+1)); done");
        AuditResult[] results = new AuditResult[2];
        Parallel.Invoke(() => results[0] = _fence.Auditor.Run(first), () => results[1] = _fence.Auditor.Run(second));
        Names([Workspace + "/b/.vscode"], results.SelectMany(r => r.Quarantined).Select(q => q.Origin.Value));
        Names([Workspace + "/a/.vscode"], results.SelectMany(r => r.Learned).Select(p => p.Value));
        Names([Workspace + "/a/.vscode"], _fence.Fence.Facts().KnownHandoffs.Select(p => p.Value));
    }

    [Fact]
    public void A_hand_off_name_that_is_a_link_protects_what_it_leads_to()
    {
        Host.Shell(Workspace, "mkdir -p shared/code && echo 1 > shared/code/tasks.json && ln -s shared/code .vscode");
        var (output, _) = _fence.Shell(
            "echo x > .vscode/tasks.json; echo x > shared/code/tasks.json; mv shared s; rm .vscode");
        Assert.Equal("1\n", File.ReadAllText(Workspace + "/.vscode/tasks.json"));
        Assert.Contains("busy", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_refuses_to_overwrite_and_to_follow_links()
    {
        var (_, audit) = _fence.Shell("mkdir -p a/.vscode b/.vscode");
        Directory.CreateDirectory(Workspace + "/a/.vscode");
        Directory.Move(Workspace + "/b", Workspace + "/c");
        File.CreateSymbolicLink(Workspace + "/b", Workspace + "/c");
        foreach (var item in audit.Quarantined)
            Assert.Throws<IOException>(() => _fence.Auditor.Restore(_fence.Quarantine, item.Id));
        Assert.Equal(2, _fence.Quarantine.List().Length);
        _fence.Quarantine.Remove(audit.Quarantined[0].Id);
        Assert.Single(_fence.Quarantine.List());
        Assert.False(Path.Exists(Workspace + "/c/.vscode"));
    }

    [Fact]
    public void Between_file_systems_it_is_copied_and_removed()
    {
        using var other = new TemporaryFolder("/dev/shm");
        _fence.Fence.Policy = _fence.Fence.Policy with
            { Workspace = CanonicalPath.Parse(other.Path), Write = [Fence.Rule(other.Path)] };
        var (_, audit) = _fence.Shell("mkdir -p s/.git/x; echo 1 > s/.git/config; ln s/.git/config s/.git/x/h; ln -s nowhere s/.git/l; mkfifo s/.git/p; chmod 0 s/.git/config; touch -d 2001-01-01 s/.git/x; find s/.git -printf '%P %m %y %l %n\\n' | sort > before; chmod 500 s/.git s");
        var item = Assert.Single(audit.Quarantined);
        Assert.Empty(audit.Problems);
        Assert.False(Path.Exists(other.Path + "/s/.git"));
        _fence.Auditor.Restore(_fence.Quarantine, item.Id);
        Assert.Equal(File.ReadAllText(other.Path + "/before"),
            Host.Shell(other.Path, "chmod 755 s/.git; find s/.git -printf '%P %m %y %l %n\\n' | sort"));
    }

    private static void Names(IEnumerable<string> expected, IEnumerable<string> actual) =>
        Assert.Equal(string.Join('|', expected), string.Join('|', actual));

    private static string Git(string script) =>
        "set -e; " + string.Concat(Host.GitEnvironment.Select(v => $"export {v.Key}='{v.Value}'; ")) + script;
}
