using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

public sealed class BuiltInListsTests
{
    [Theory]
    [InlineData("secrets.txt")]
    [InlineData("handoffs.txt")]
    [InlineData("environment.txt")]
    [InlineData("secrets.windows.txt")]
    [InlineData("handoffs.windows.txt")]
    public void Entries_are_unique_and_without_stray_space(string name)
    {
        var entries = BuiltInLists.Lines(name).Select(l => l.Text).ToList();
        Assert.NotEmpty(entries);
        Assert.Equal(entries.Count, entries.Distinct(StringComparer.Ordinal).Count());
        Assert.All(entries, e => Assert.Equal(e.Trim(), e));
    }

    [Fact]
    public void Secrets_are_literal_so_that_a_kernel_can_enforce_each_exactly()
    {
        Assert.All(BuiltInLists.Lines("secrets.txt").Concat(BuiltInLists.Lines("secrets.windows.txt")), l =>
        {
            Assert.True(l.Text.StartsWith('/') || l.Text.StartsWith("~/", StringComparison.Ordinal), l.Text);
            Assert.Equal(l.Text, Glob.Escape(l.Text));
        });
        Assert.All(Merged().DenyRead, r => Assert.NotNull(r.Path));
    }

    [Fact]
    public void Few_hand_off_names_cost_time_at_every_start() =>
        Assert.InRange(Merged().Protect.Count(p => !p.Name.StartsWith(".git/", StringComparison.Ordinal)), 10, 16);

    [Theory]
    [InlineData("~/bin")]
    [InlineData("~/go/bin")]
    [InlineData("~/.cargo/bin")]
    [InlineData("~/.dotnet/tools")]
    [InlineData("~/.pyenv")]
    [InlineData("~/.nvm")]
    [InlineData("~/.bun/bin")]
    [InlineData("~/.local/bin")]
    [InlineData("~/.local/lib")]
    [InlineData("~/.inputrc")]
    [InlineData("~/.gdbinit")]
    [InlineData("~/.screenrc")]
    [InlineData("~/.oh-my-zsh")]
    [InlineData("~/.config/i3")]
    [InlineData("~/.config/sway")]
    [InlineData("~/.config/hypr")]
    [InlineData("~/.config/tmux")]
    [InlineData("~/.config/kitty")]
    [InlineData("~/.gradle/init.d")]
    public void Keeps_what_is_run_later_from_a_home_folder_that_is_the_workspace_and_nowhere_else(string place)
    {
        var path = Path(place).Value;
        Assert.Contains(PolicyLoader.Load([], new PolicyFlags(), Home, Home).Policy!.ProtectPaths,
            p => p.Pattern == path);
        Assert.DoesNotContain(Merged().ProtectPaths, p => p.Pattern == path);
        Assert.DoesNotContain(Merged().Protect, p => p.Name == place[2..]);
    }

    [Theory]
    [InlineData("~/.ssh/id_rsa")]
    [InlineData("~/.aws/credentials")]
    [InlineData("~/.netrc")]
    [InlineData("~/.git-credentials")]
    [InlineData("~/.config/gh/hosts.yml")]
    [InlineData("~/.docker/config.json")]
    [InlineData("~/.cargo/credentials.toml")]
    [InlineData("~/.mozilla/firefox/x/logins.json")]
    [InlineData("~/.local/share/keyrings/login.keyring")]
    [InlineData("~/.bash_history")]
    [InlineData("~/.claude/.credentials.json")]
    [InlineData("~/.codex/auth.json")]
    [InlineData("/etc/shadow")]
    [InlineData("/etc/ssh/ssh_host_rsa_key")]
    public void Hides(string path) => Assert.NotNull(Merged().DeniesRead(Path(path)));

    [Theory]
    [InlineData("~/.gitconfig")]
    [InlineData("~/.config/git/config")]
    [InlineData("~/.config/gh/config.yml")]
    [InlineData("~/.nuget/packages/x")]
    [InlineData("~/.nuget/NuGet/NuGet.Config")]
    [InlineData("~/.m2/repository/x")]
    [InlineData("~/.cargo/config.toml")]
    [InlineData("~/.cargo/registry/x")]
    [InlineData("~/.npm/_cacache/x")]
    [InlineData("~/.profile")]
    [InlineData("/etc/passwd")]
    [InlineData("/etc/ssl/certs/ca-certificates.crt")]
    [InlineData("/etc/ssh/ssh_config")]
    public void Leaves_readable_what_tools_need(string path) => Assert.Null(Merged().DeniesRead(Path(path)));

    [Fact]
    public void The_home_of_root_is_hidden_but_where_it_is_the_home()
    {
        var root = CanonicalPath.Parse("/root");
        Assert.NotNull(Merged().DeniesRead(root));
        Assert.Null(
            PolicyLoader.Load([], new PolicyFlags(), root.Combine("work"), root).Policy!.DeniesRead(root.Combine("x")));
    }

    [Fact]
    public void Templates_load_without_a_fault_and_change_nothing()
    {
        var (user, project) = (Bytes(PolicyTemplate.User), Bytes(PolicyTemplate.Project));
        Assert.Equal(Merged().Hash, Merged(new PolicySource(PolicyLayer.User, "/u", user),
            new PolicySource(PolicyLayer.Project, "/p", project)).Hash);
    }

    [Fact]
    public void Every_line_that_a_template_offers_loads()
    {
        var (user, project) = (Offered(PolicyTemplate.User), Offered(PolicyTemplate.Project));
        var policy = Merged(new PolicySource(PolicyLayer.User, "/u", Bytes(user)),
            new PolicySource(PolicyLayer.Project, "/p", Bytes(project)));
        Assert.Equal((512, 500), (policy.Limits.Processes, policy.GuardDeletions));
    }

    private static string Offered(string template) =>
        string.Join('\n', template.Split('\n').Select(l =>
            l.StartsWith("# ", StringComparison.Ordinal) && l.Contains(" = ", StringComparison.Ordinal) ? l[2..] : l));

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
