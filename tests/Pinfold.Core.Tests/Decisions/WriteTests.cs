using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Xunit;
using static Pinfold.Core.Tests.Samples;

namespace Pinfold.Core.Tests.Decisions;

public sealed class WriteTests
{
    [Theory]
    [InlineData("/ws")]
    [InlineData("/ws/src/a.cs")]
    [InlineData("/tmp/x")]
    [InlineData("/var/tmp/x")]
    [InlineData("/dev/shm/x")]
    [InlineData("/dev/null")]
    public void Roots_and_what_is_the_sandboxs_own_are_writable(string path) =>
        Assert.Equal(Verdict.Allow, Base.Write(path).Verdict);

    [Theory]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("/wsx")]
    [InlineData("/dev/sda")]
    public void All_else_is_denied_and_the_remedy_grants_exactly_that(string path)
    {
        var decision = Base.Write(path);
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal($"the user may grant it: pinfold run --write {path} -- …", decision.Remedy);
        var granted = Base with { Write = [.. Base.Write, Rule(path, PolicyLayer.Flag)] };
        Assert.Equal(Verdict.Allow, granted.Write(path).Verdict);
    }

    [Fact]
    public void The_remedy_for_a_hidden_folder_opens_it_too()
    {
        var policy = Base with { DenyRead = [Rule("/home/ada/.claude", PolicyLayer.BuiltIn)] };
        Assert.Equal("the user may grant it: pinfold run --write /home/ada/.claude/x --read /home/ada/.claude -- …",
            policy.Write("/home/ada/.claude/x").Remedy);
    }

    [Theory]
    [InlineData("/ws/.vscode")]
    [InlineData("/ws/.vscode/tasks.json")]
    [InlineData("/ws/a/b/.envrc")]
    [InlineData("/ws/.git")]
    [InlineData("/ws/sub/.git")]
    [InlineData("/ws/.git/hooks/pre-commit")]
    [InlineData("/ws/.git/config")]
    [InlineData("/ws/sub/.git/config")]
    [InlineData("/ws/.git/info/attributes")]
    [InlineData("/ws/.git/modules/libs/foo/hooks/post-checkout")]
    [InlineData("/ws/.git/modules/a/modules/b/config")]
    [InlineData("/ws/.git/worktrees/w/gitdir")]
    [InlineData("/ws/.git/worktrees/w/commondir")]
    [InlineData("/ws/.git/worktrees/w/config.worktree")]
    [InlineData("/ws/.git/worktrees/w/modules/m/config")]
    public void Handoff_names_are_carved_out_of_roots_at_any_depth(string path)
    {
        var decision = Base.Write(path);
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Contains(" < write /ws < protect ", decision.Rules(), StringComparison.Ordinal);
        Assert.NotNull(decision.Remedy);
    }

    [Theory]
    [InlineData("/ws/.git/HEAD")]
    [InlineData("/ws/.git/index.lock")]
    [InlineData("/ws/.git/objects/ab/cdef")]
    [InlineData("/ws/.git/refs/heads/config")]
    [InlineData("/ws/.git/info/exclude")]
    [InlineData("/ws/.git/modules/libs/foo/objects/ab/c")]
    [InlineData("/ws/.git/modules/foo/refs/heads/hooks")]
    [InlineData("/ws/.git/worktrees/w/HEAD")]
    [InlineData("/ws/config")]
    [InlineData("/ws/.vscodex")]
    public void Commits_work(string path) => Assert.Equal(Verdict.Allow, Base.Write(path).Verdict);

    [Fact]
    public void A_root_inside_a_handoff_name_is_writable_but_not_when_a_wider_root_keeps_the_name()
    {
        Assert.Equal(Verdict.Allow, (Base with { Write = [Rule("/h/.vscode/w")] }).Write("/h/.vscode/w/a").Verdict);
        Assert.Equal(Verdict.Deny,
            (Base with { Write = [Rule("/h"), Rule("/h/.vscode/w")] }).Write("/h/.vscode/w/a").Verdict);
    }

    [Fact]
    public void The_innermost_root_is_named()
    {
        var policy = Base with { Write = [Rule("/ws"), Rule("/ws/deep/er")] };
        Assert.Equal("write /ws/deep/er", policy.Write("/ws/deep/er/x").Chain[^1].Rule);
        Assert.Equal("write /ws", policy.Write("/ws/deep/x").Chain[^1].Rule);
    }

    [Fact]
    public void Unprotecting_a_name_frees_that_name_alone()
    {
        var policy = Base with { Protect = [.. Base.Protect.Where(r => r.Name != ".git/hooks")] };
        Assert.Equal(Verdict.Allow, policy.Write("/ws/.git/hooks/x").Verdict);
        Assert.Equal(Verdict.Deny, policy.Write("/ws/.git/config").Verdict);
    }

    [Fact]
    public void A_remedy_names_what_the_user_can_release()
    {
        Assert.Equal("the user may grant it: pinfold run --unprotect .vscode -- …",
            Base.Write("/ws/a/.vscode/x").Remedy);
        Assert.Equal("the user may grant it: pinfold run --unprotect .git/hooks -- …",
            Base.Write("/ws/.git/modules/m/hooks/x").Remedy);
        Assert.StartsWith("nobody can grant it: ", Base.Write("/ws/sub/.git").Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Git_can_be_kept_as_a_whole() =>
        Assert.Equal(Verdict.Deny,
            (Base with { Protect = [Handoff(".git", User)] }).Write("/ws/.git/objects/a").Verdict);

    [Fact]
    public void A_handoff_at_one_place_is_kept_there_and_Pinfolds_own_folders_always()
    {
        var policy = Base with { ProtectPaths = [Rule("/ws/.bashrc", BuiltIn), Rule("/ws/state", Origin.OwnFolder)] };
        Assert.Equal("the user may grant it: pinfold run --unprotect /ws/.bashrc -- …",
            policy.Write("/ws/.bashrc").Remedy);
        Assert.Equal("nobody can grant it: Pinfold keeps its own folders", policy.Write("/ws/state/x").Remedy);
        Assert.Equal(Verdict.Allow, policy.Write("/ws/a/.bashrc").Verdict);
    }

    [Fact]
    public void The_built_in_list_has_every_name_of_git_that_can_be_released() => Assert.Equal(
        GitNames.Of(GitNameScope.Common).Select(n => ".git/" + n.Name).Order(StringComparer.Ordinal),
        BuiltInLists.Lines("handoffs.txt").Select(l => l.Text)
            .Where(t => t.StartsWith(".git/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void A_secret_in_a_root_is_not_written_either()
    {
        var decision = (Base with { DenyRead = [Rule("/ws/.env")] }).Write("/ws/.env");
        Assert.Equal("writes outside the roots are denied < write /ws < deny_read /ws/.env", decision.Rules());
        Assert.Equal("the user may grant it: pinfold run --read /ws/.env -- …", decision.Remedy);
    }

    [Fact]
    public void A_read_only_profile_writes_to_its_private_folders_alone()
    {
        var policy = Base with { Profile = Profile.ReadOnly };
        Assert.Equal(Verdict.Allow, policy.Write("/tmp/x").Verdict);
        var decision = policy.Write("/ws/x");
        Assert.Equal(Verdict.Deny, decision.Verdict);
        Assert.Equal("the user may grant it: pinfold run --profile workspace-write -- …", decision.Remedy);
        Assert.Equal("the user may grant it: pinfold run --profile workspace-write --write /o -- …",
            policy.Write("/o").Remedy);
    }

    [Fact]
    public void Full_access_has_no_fence_but_keeps_command_rules()
    {
        var policy = Base with
        {
            Profile = Profile.FullAccess, DenyRead = [Rule("/s")], Commands = [Command(Verdict.Deny, "rm", "-rf", "/")]
        };
        Assert.Equal(Verdict.Allow, policy.Write("/etc/passwd").Verdict);
        Assert.Equal(Verdict.Allow, policy.Read("/s").Verdict);
        Assert.Equal(Verdict.Allow, policy.Connect("example.com").Verdict);
        Assert.Equal(Verdict.Deny, policy.Run("rm", "-rf", "/").Verdict);
    }
}
