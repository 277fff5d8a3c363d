using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Policies;

public sealed class PolicyTests(Account account)
{
    [Fact]
    public void Init_writes_a_file_that_checks_and_never_overwrites()
    {
        var place = new Place(account);
        Assert.Equal($"{place.Folder}/config/pinfold/policy.toml\n", place.Output("pinfold policy init"));
        Assert.Equal($"{place.Workspace}/.pinfold/policy.toml\n", place.Output("pinfold policy init --project"));
        Assert.Contains("no fault", place.Output("pinfold policy check"), StringComparison.Ordinal);
        var again = place.Shell("echo '# mine' >> ../config/pinfold/policy.toml; pinfold policy init; echo $?; tail -n 1 ../config/pinfold/policy.toml");
        Assert.Equal("125\n# mine\n", again.Output);
    }

    [Fact]
    public void Check_tells_every_fault_with_its_place()
    {
        var place = new Place(account);
        var outcome = place.Shell("printf 'profile = 3\\n[network]\\nmode = \"x\"\\n' > p.toml; pinfold policy check p.toml; echo $?; pinfold policy check --json p.toml; echo $?");
        Assert.Contains("p.toml(1,", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("p.toml(3,", outcome.Output, StringComparison.Ordinal);
        var faults = place.Json("pinfold policy check --json p.toml || true");
        Assert.False(faults.GetProperty("ok").GetBoolean());
        Assert.InRange(faults.GetProperty("faults").GetArrayLength(), 2, 9);
        Assert.Equal(125, place.Shell("pinfold policy check missing.toml").Status);
    }

    [Fact]
    public void Show_names_the_origin_of_what_the_user_said()
    {
        var place = new Place(account);
        place.UserPolicy("[filesystem]\nprotect = [\"deploy.sh\"]");
        Assert.Contains($"\"deploy.sh\",  # {place.Folder}/config/pinfold/policy.toml(3,",
            place.Output("pinfold policy show"), StringComparison.Ordinal);
        Assert.Equal("workspace-write", place.Json("pinfold policy show --json").GetProperty("profile").GetString());
    }

    [Fact]
    public void A_path_that_is_not_there_is_told_by_check_and_run_and_explain()
    {
        var place = new Place(account);
        place.UserPolicy(
            "[filesystem]\nwrite = [\"{workspace}\", \"~/no-such-root\"]\ndeny_read = [\"~/.no-such-secret\"]");
        string[] words = ["policy.toml(3,", "PF1201", "/no-such-root", "make it first"];
        var check = place.Shell("pinfold policy check");
        Assert.Equal(0, check.Status);
        Assert.Contains("no fault, 1 warning", check.Output, StringComparison.Ordinal);
        var run = place.Shell("pinfold run --read /no/such/secret -- true");
        Assert.Equal(0, run.Status);
        var explain = place.Shell("pinfold explain read --read /no/such/secret /etc/passwd");
        foreach (var word in words)
            Assert.All([check.Output, run.Error, explain.Error],
                text => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.All([run.Error, explain.Error],
            text => Assert.Contains("warning: --read: PF1202 ", text, StringComparison.Ordinal));
        foreach (var json in (string[])["policy check --json",
            "explain read --json /etc/passwd", "run --json -- true 2>&1"])
        {
            var warning = Assert.Single(place.Json($"pinfold {json}").GetProperty("warnings").EnumerateArray());
            Assert.Equal(("PF1201", 3),
                (warning.GetProperty("code").GetString(), warning.GetProperty("line").GetInt32()));
        }
    }

    [Fact]
    public void A_file_in_the_workspace_is_checked_for_its_own_faults()
    {
        var place = new Place(account);
        var outcome = place.Shell("printf 'version = 1\\n' > p.toml; pinfold policy check p.toml; cd ../config/pinfold; cp ~-/p.toml policy.toml; pinfold policy check policy.toml");
        Assert.Equal((0, 2), (outcome.Status, outcome.Output.Split(": no fault\n").Length - 1));
    }

    [Fact]
    public void Doctor_works_where_no_command_can_and_tells_the_fault_first()
    {
        var place = new Place(account);
        var outcome = place.Shell("cd / && pinfold doctor");
        Assert.Equal(1, outcome.Status);
        Assert.StartsWith("built-in: PF1023 ", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("self-proof", outcome.Output, StringComparison.Ordinal);
        var json = place.Json("cd / && pinfold doctor --json || true");
        Assert.Equal("PF1023", json.GetProperty("faults")[0].GetProperty("code").GetString());
        Assert.False(json.GetProperty("holds").GetBoolean());
        place.UserPolicy("profile = 3");
        Assert.StartsWith($"{place.Folder}/config/pinfold/policy.toml(2,", place.Shell("pinfold doctor").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void No_root_is_needed_where_nothing_runs()
    {
        var place = new Place(account);
        foreach (var command in (string[])["explain read /etc/passwd", "policy show", "plan --profile read-only"])
            Assert.Equal(0, place.Shell($"cd / && pinfold {command}").Status);
        Assert.Contains("-C FOLDER", place.Shell("cd / && pinfold run -- true").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_knows_the_home_folder_and_what_is_not_there()
    {
        var place = new Place(account);
        place.Output("mkdir -p ~/.ssh");
        Assert.Equal(1, place.Shell("pinfold explain read '~/.ssh'").Status);
        Assert.Contains("to change that: make ", place.Shell("pinfold explain write ../absent/x").Output,
            StringComparison.Ordinal);
        Assert.Contains("to change that: the user may",
            place.Shell("mkdir ../there; pinfold explain write ../there").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_and_the_kernel_agree()
    {
        var place = new Place(account);
        place.Output("mkdir -p .vscode sub ~/.ssh; echo k > ~/.ssh/id_test; echo 1 > .vscode/tasks.json");
        foreach (var path in (string[])["sub/new", ".vscode/tasks.json",
            "../beside", "/usr/new", ".envrc", "$HOME/.bashrc"])
        {
            var allowed = place.Shell($"pinfold explain write {path}").Status == 0;
            Assert.Equal(allowed, place.Shell($"pinfold run -- sh -c 'echo x >> {path}' 2>/dev/null").Status == 0);
        }

        foreach (var path in (string[])["/etc/passwd", "$HOME/.ssh/id_test", ".vscode/tasks.json"])
        {
            var allowed = place.Shell($"pinfold explain read {path}").Status == 0;
            Assert.Equal(allowed,
                place.Shell($"pinfold run -- sh -c 'cat {path} > /dev/null' 2>/dev/null").Status == 0);
        }

        Assert.Equal("deny", place.Shell("pinfold explain connect --json 192.0.2.1:443").Output is { } json
            ? System.Text.Json.JsonDocument.Parse(json).RootElement.GetProperty("verdict").GetString()
            : null);
        foreach (var bad in (string[])["example.org", "::1:80", "x:0", "x:65536", ":80"])
            Assert.Equal(125, place.Shell($"pinfold explain connect {bad}").Status);
    }

    [Fact]
    public void Plan_shows_the_steps_and_changes_nothing()
    {
        var place = new Place(account);
        var plan = place.Output("pinfold plan; find .. -newer ../ws -name '*pinfold*' | grep -v config || true");
        Assert.Contains($"writable: {place.Workspace}\n", plan, StringComparison.Ordinal);
        Assert.Contains("seccomp filter", plan, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.State));
        Assert.InRange(place.Json("pinfold plan --json").GetProperty("steps").GetArrayLength(), 10, 1000);
    }

    [Fact]
    public void Doctor_says_that_the_fence_holds_and_what_does_not()
    {
        var place = new Place(account);
        Assert.True(place.Json("pinfold doctor --json").GetProperty("holds").GetBoolean());
        Assert.Equal(0, place.Shell("pinfold doctor --network allowlist").Status);
        place.UserPolicy("[guard]\ndeletions = 500");
        var outcome = place.Shell("pinfold doctor");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("fix: remove it, or accept the gap", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[", outcome.Output, StringComparison.Ordinal); // no terminal, no colour
    }
}
