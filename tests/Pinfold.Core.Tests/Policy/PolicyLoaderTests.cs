using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

public sealed class PolicyLoaderTests
{
    [Fact]
    public void Without_files_the_workspace_is_writable_and_nothing_else_is_open()
    {
        var policy = Merged();
        Assert.Equal(Profile.WorkspaceWrite, policy.Profile);
        Assert.Equal(Work, Assert.Single(policy.Write).Path);
        Assert.Equal(NetworkMode.Offline, policy.Network);
        Assert.Empty(policy.Accepted);
        Assert.Empty(policy.Loopback);
        Assert.NotNull(policy.DeniesRead(Path("~/.ssh/id_ed25519")));
        Assert.Null(policy.DeniesRead(Path("~/.gitconfig")));
        Assert.Contains(policy.Protect, p => p.Name == ".vscode");
        Assert.Equal(new Limits(), policy.Limits);
    }

    [Theory]
    [InlineData("", SetupOptions.AnyNetwork)]
    [InlineData("[network]\nmode = \"online\"", SetupOptions.AnyNetwork)]
    [InlineData("[network]\nmode = \"allowlist\"", "allowlist")]
    [InlineData("[network]\nmode = \"offline\"", "offline")]
    public void The_machines_mode_is_a_ceiling_and_where_it_says_none_there_is_none(string machine, string ceiling)
    {
        Assert.Equal(ceiling, PolicyWords.Of(Load(Machine(machine)).NetworkCeiling));
        Assert.Equal(ceiling,
            PolicyWords.Of(Load(Machine(machine), User("[network]\nmode = \"offline\"")).NetworkCeiling));
    }

    [Fact]
    public void The_sketch_of_every_key_loads()
    {
        var policy = Merged(User("""
            profile = "workspace-write"
            accept = ["network", "secrets"]
            [filesystem]
            write = ["{workspace}", "{temp}", "/srv/build", "~/.cache/x"]
            deny_read = ["~/private", "**/.env", "/srv/\\[a\\]"]
            read = ["~/.config/gh/hosts.yml"]
            protect = [".github", "ci/deploy.sh", "~/.foorc"]
            unprotect = [".vscode"]
            [network]
            mode = "allowlist"
            allow = ["Registry.example.org:443", "*.example.com:8443", "192.0.2.1:80"]
            loopback = [5173, 80]
            [commands]
            rules = [{ prefix = ["git", "push"], decision = "ask" }, { prefix = ["rm"], decision = "deny" }]
            [limits]
            processes = 512
            memory = "4GiB"
            time = "1h30m"
            temp = 1048576
            [guard]
            deletions = 500
            [environment]
            remove = ["MY_*"]
            keep = ["NUGET_API_KEY"]
            set = { CI = "1" }
            """));
        Assert.Equal([Control.Secrets, Control.Network], policy.Accepted);
        Assert.Equal(["/home/ada/.cache/x", "/home/ada/work", "/srv/build"],
            policy.Write.Select(r => r.Path!.Value.Value), StringComparer.Ordinal);
        Assert.NotNull(policy.DeniesRead(Path("sub/.env")));
        Assert.NotNull(policy.DeniesRead(CanonicalPath.Parse("/srv/[a]/x")));
        Assert.Null(policy.DeniesRead(CanonicalPath.Parse("/srv/a")));
        Assert.Null(policy.DeniesRead(Path("~/.config/gh/hosts.yml")));
        Assert.Contains(policy.Protect, p => p.Name == "ci/deploy.sh");
        Assert.DoesNotContain(policy.Protect, p => p.Name == ".vscode");
        Assert.Equal(["192.0.2.1", "example.com", "registry.example.org"], policy.Allow.Select(h => h.Host),
            StringComparer.Ordinal);
        Assert.Equal([80, 5173], policy.Loopback);
        Assert.Equal([Verdict.Ask, Verdict.Deny], policy.Commands.Select(r => r.Verdict));
        Assert.Equal(new Limits { Processes = 512, Memory = 4L << 30, Time = TimeSpan.FromMinutes(90), Temp = 1 << 20 },
            policy.Limits);
        Assert.Equal(500, policy.GuardDeletions);
        Assert.Contains("MY_*", policy.Environment.Remove.Select(v => v.Name), StringComparer.Ordinal);
        Assert.Equal(["NUGET_API_KEY"], policy.Environment.Keep.Select(v => v.Name), StringComparer.Ordinal);
        Assert.Equal("CI", Assert.Single(policy.Environment.Set).Name);
    }

    [Theory]
    [InlineData("network = { mode = \"online\" }")]
    [InlineData("network.mode = \"online\"")]
    [InlineData("[network]\nmode = \"online\"")]
    [InlineData("[network]\n\"mode\" = 'online'")]
    public void Every_spelling_of_a_table_says_the_same(string text) =>
        Assert.Equal(NetworkMode.Online, Merged(User(text)).Network);

    [Fact]
    public void Rules_may_stand_in_tables_of_their_own() =>
        Assert.Equal(["git", "push"], Assert.Single(Merged(User(
            "[[commands.rules]]\nprefix = [\"git\", \"push\"]\ndecision = \"ask\"")).Commands).Prefix);

    [Fact]
    public void An_empty_allow_list_allows_no_host() =>
        Assert.Empty(Merged(User("[network]\nmode = \"allowlist\"\nallow = []")).Allow);

    [Fact]
    public void A_project_narrows_writing_inside_the_workspace_and_leaves_other_roots()
    {
        var policy = Merged(User("[filesystem]\nwrite = [\"{workspace}\", \"/srv/build\"]"),
            Project("[filesystem]\nwrite = [\"src\", \"./test/\"]"));
        Assert.Equal(["/home/ada/work/src", "/home/ada/work/test", "/srv/build"],
            policy.Write.Select(r => r.Path!.Value.Value), StringComparer.Ordinal);
    }

    [Fact]
    public void A_project_that_names_no_folder_takes_the_workspace_away() =>
        Assert.Empty(Merged(Project("[filesystem]\nwrite = []")).Write);

    [Theory]
    [InlineData("profile = \"read-only\"")]
    [InlineData("profile = \"workspace-write\"\nenforcement = \"strict\"")]
    public void A_project_may_say_the_tight_words(string text) => Assert.NotNull(Load(Project(text)).Policy);

    [Fact]
    public void A_project_that_is_strict_drops_the_accepted_gaps() =>
        Assert.Empty(Merged(User("accept = [\"network\"]"), Project("enforcement = \"strict\"")).Accepted);

    [Fact]
    public void Limits_are_the_lowest_of_all_layers()
    {
        var policy = Merged(
            Machine("[limits]\nmemory = \"8GiB\""),
            User("[limits]\nmemory = \"4GiB\"\ntime = \"10m\""),
            Project("[limits]\nmemory = \"6GiB\"\ntime = \"5m\"\nprocesses = 10"));
        Assert.Equal(new Limits { Memory = 4L << 30, Time = TimeSpan.FromMinutes(5), Processes = 10 }, policy.Limits);
    }

    [Fact]
    public void What_a_project_denies_stays_denied_although_the_user_reads_it()
    {
        var user = User("[filesystem]\nread = [\"~/.npmrc\"]\n[environment]\nkeep = [\"NPM_TOKEN\"]");
        Assert.Null(Merged(user).DeniesRead(Path("~/.npmrc")));
        Assert.True(EnvironmentFilter.Passes(Merged(user).Environment, "NPM_TOKEN"));
        var tightened = Merged(user, Project(
            "[filesystem]\ndeny_read = [\"~/.npmrc\"]\nprotect = [\".x\"]\n[environment]\nremove = [\"NPM_*\"]"));
        Assert.NotNull(tightened.DeniesRead(Path("~/.npmrc")));
        Assert.False(EnvironmentFilter.Passes(tightened.Environment, "NPM_TOKEN"));
    }

    [Fact]
    public void A_project_protects_again_what_the_user_released()
    {
        var user = User("[filesystem]\nunprotect = [\".vscode\"]");
        Assert.DoesNotContain(Merged(user).Protect, p => p.Name == ".vscode");
        Assert.Contains(Merged(user, Project("[filesystem]\nprotect = [\".vscode\"]")).Protect,
            p => p.Name == ".vscode");
    }

    [Fact]
    public void A_project_turns_the_network_down_to_an_allow_list_of_its_own()
    {
        var policy = Merged(User("network.mode = \"online\""),
            Project("[network]\nmode = \"allowlist\"\nallow = [\"example.org:443\"]"));
        Assert.Equal(NetworkMode.Allowlist, policy.Network);
        Assert.Equal("example.org", Assert.Single(policy.Allow).Host);
    }

    [Fact]
    public void A_flag_that_tightens_is_no_fault_of_the_project()
    {
        var flags = new PolicyFlags
            { Profile = Profile.ReadOnly, Network = NetworkMode.Offline, Time = TimeSpan.FromSeconds(5) };
        var policy = Merged(flags, User("network.mode = \"online\""),
            Project("profile = \"workspace-write\"\nnetwork.mode = \"online\"\nlimits.time = \"1h\""));
        Assert.Equal((Profile.ReadOnly, NetworkMode.Offline, TimeSpan.FromSeconds(5)),
            (policy.Profile, policy.Network, policy.Limits.Time));
        Assert.Empty(policy.Write);
    }

    [Fact]
    public void Flags_widen_what_the_user_says()
    {
        var flags = new PolicyFlags
        {
            Profile = Profile.FullAccess, Network = NetworkMode.Online,
            Write = ["/srv/[x]*"], Read = ["/home/ada/.ssh/known_hosts"],
            Unprotect = [".vscode", ".git/hooks"], KeepEnvironment = ["MY_TOKEN"],
            Accept = ["limits"], Time = TimeSpan.FromHours(9),
        };
        var policy = Merged(flags, User("profile = \"read-only\"\nenforcement = \"strict\"\nlimits.time = \"1m\""));
        Assert.Equal((Profile.FullAccess, NetworkMode.Online, TimeSpan.FromHours(9)),
            (policy.Profile, policy.Network, policy.Limits.Time));
        Assert.Contains(policy.Write, r => r.Path!.Value.Value == "/srv/[x]*");
        Assert.Null(policy.DeniesRead(Path("~/.ssh/known_hosts")));
        Assert.NotNull(policy.DeniesRead(Path("~/.ssh/id_ed25519")));
        Assert.DoesNotContain(policy.Protect, p => p.Name is ".vscode" or ".git/hooks");
        Assert.True(EnvironmentFilter.Passes(policy.Environment, "MY_TOKEN"));
        Assert.Equal([Control.Limits], policy.Accepted);
    }

    [Fact]
    public void The_machine_allows_full_access_without_giving_it()
    {
        Assert.Equal(Profile.WorkspaceWrite, Merged(Machine("profile = \"full-access\"")).Profile);
        Assert.Equal(Profile.FullAccess,
            Merged(Machine("profile = \"full-access\""), User("profile = \"full-access\"")).Profile);
    }

    [Theory]
    [InlineData("profile = \"read-only\"", "profile = \"workspace-write\"")]
    [InlineData("network.mode = \"offline\"", "network.mode = \"allowlist\"")]
    [InlineData("limits.memory = \"1GiB\"", "limits.memory = \"2GiB\"")]
    [InlineData("limits.time = \"1m\"", "limits.time = \"2m\"")]
    [InlineData("guard.deletions = 1", "guard.deletions = 2")]
    [InlineData("accept = []", "accept = [\"network\"]")]
    [InlineData("enforcement = \"strict\"", "accept = [\"network\"]")]
    [InlineData("filesystem.write = [\"{workspace}\"]", "filesystem.write = [\"/srv\"]")]
    [InlineData("filesystem.read = [\"~/.aws\"]", "filesystem.read = [\"~/.ssh\"]")]
    [InlineData("filesystem.deny_read = [\"~/.aws\"]", "filesystem.read = [\"~/.aws/config\"]")]
    [InlineData("filesystem.unprotect = []", "filesystem.unprotect = [\".vscode\"]")]
    [InlineData("filesystem.protect = [\"x\"]", "filesystem.unprotect = [\"x\"]")]
    [InlineData("filesystem.protect = [\".vscode\"]", "filesystem.unprotect = [\".vscode\"]")]
    [InlineData("network.allow = [\"*.example.org:443\"]",
        "network.mode = \"allowlist\"\nnetwork.allow = [\"example.org:443\"]")]
    [InlineData("network.loopback = [80]", "network.loopback = [81]")]
    [InlineData("environment.keep = [\"A_*\"]", "environment.keep = [\"*\"]")]
    [InlineData("environment.remove = [\"A*\"]", "environment.keep = [\"AB\"]")]
    [InlineData("environment.remove = [\"A*\"]", "environment.set = { AB = \"1\" }")]
    [InlineData("environment.set = { A = \"1\" }", "environment.set = { A = \"2\" }")]
    public void The_machine_is_a_ceiling_for_the_user(string machine, string user)
    {
        var fault = Assert.Single(Load(Machine(machine), User(user)).Diagnostics);
        Assert.Equal(("PF1103", PolicyLayer.User), (fault.Code, fault.Origin.Layer));
        Assert.Contains("/etc/pinfold/policy.toml",
            machine.Contains("[]", StringComparison.Ordinal) ? "/etc/pinfold/policy.toml" : fault.Message,
            StringComparison.Ordinal);
        Assert.NotNull(Load(User(user.Replace("[\"x\"]", "[\".vscode\"]", StringComparison.Ordinal))).Policy);
    }

    [Fact]
    public void The_machine_is_a_ceiling_for_flags()
    {
        var machine = Machine("profile = \"read-only\"\naccept = []\n[network]\nmode = \"offline\"\n[filesystem]\nwrite = []\nread = []\nunprotect = []\n[environment]\nkeep = []\n[limits]\ntime = \"1s\"");
        var flags = new PolicyFlags
        {
            Profile = Profile.FullAccess, Network = NetworkMode.Online, Write = ["/srv"], Read = ["/home/ada/.ssh"],
            Unprotect = [".vscode"], KeepEnvironment = ["X"], Accept = ["limits"], Time = TimeSpan.FromHours(1),
        };
        var faults = Load(flags, machine).Diagnostics;
        Assert.Equal(8, faults.Length);
        Assert.All(faults, f => Assert.Equal(("PF1103", PolicyLayer.Flag), (f.Code, f.Origin.Layer)));
    }

    [Fact]
    public void Places_in_the_home_folder_are_protected_where_it_is_writable()
    {
        Assert.DoesNotContain(Merged().ProtectPaths, p => p.Pattern == "/home/ada/.bashrc");
        var inside = PolicyLoader.Load([], new PolicyFlags(), Home, Home).Policy!;
        Assert.Contains(inside.ProtectPaths, p => p.Pattern == "/home/ada/.bashrc");
        Assert.Contains(inside.ProtectPaths, p => p.Pattern == "/home/ada/.config/pinfold");
        var released = PolicyLoader.Load([User("filesystem.unprotect = [\"~/.bashrc\", \"~/.config/git\"]")],
            new PolicyFlags(), Home, Home).Policy!;
        Assert.DoesNotContain(released.ProtectPaths, p => p.Pattern == "/home/ada/.bashrc");
    }

    [Fact]
    public void Folders_of_Pinfold_that_were_moved_are_refused_as_roots()
    {
        PolicyResult LoadWith(params CanonicalPath[] own) =>
            PolicyLoader.Load([User("filesystem.write = [\"/var/moved/sessions\"]")],
                new PolicyFlags(), Work, Home, own);
        Assert.NotNull(LoadWith().Policy);
        Assert.Equal("PF1023", Assert.Single(LoadWith(CanonicalPath.Parse("/var/moved")).Diagnostics).Code);
    }

    [Fact]
    public void A_workspace_that_is_the_whole_system_is_refused() =>
        Assert.Contains(PolicyLoader.Load([], new PolicyFlags(), CanonicalPath.Root, Home).Diagnostics,
            d => d.Code == "PF1023");

    [Fact]
    public void A_workspace_among_the_secrets_needs_the_users_word()
    {
        var workspace = Home.Combine(".codex/worktrees/1");
        Assert.Equal("PF1024",
            Assert.Single(PolicyLoader.Load([], new PolicyFlags(), workspace, Home).Diagnostics).Code);
        Assert.Null(PolicyLoader.Load([], new PolicyFlags { Read = [workspace.Value] }, workspace, Home).Policy);
        Assert.NotNull(PolicyLoader.Load([], new PolicyFlags { Read = ["/home/ada/.codex"] }, workspace, Home).Policy);
    }

    [Fact]
    public void A_project_cannot_mend_a_faulty_user_file()
    {
        var user = User("filesystem.write = [\"/\"]\nfilesystem.unprotect = [\"odd\"]");
        Assert.Equal(["PF1023", "PF1026"],
            Load(user, Project("profile = \"read-only\"\n[filesystem]\nwrite = []\nprotect = [\"odd\"]"))
                .Diagnostics.Select(d => d.Code),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Two_files_of_one_layer_are_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => Load(User(""), User("")));
}
