using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Running;

/// <summary>What makes <c>run</c> refuse: nothing has run then, and the message says why and what would help.</summary>
public sealed class RefusalTests(Account account)
{
    [Fact]
    public void A_policy_with_faults_allows_nothing_and_shows_them_all()
    {
        var place = new Place(account);
        place.UserPolicy("profile = \"everything\"\n[network]\nmode = \"wide-open\"\n[limits]\nmemory = \"lots\"");
        var outcome = place.Shell("pinfold run -- touch ran; echo $?; ls");
        Assert.Equal("125\n", outcome.Output);
        foreach (var position in (string[])["(2,", "(4,", "(6,"])
            Assert.Contains("policy.toml" + position, outcome.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse(place.Shell("pinfold run --json -- touch ran").Error).RootElement;
        Assert.Equal(("failed", 125), (json.GetProperty("outcome").GetString(), json.GetProperty("exit").GetInt32()));
        var faults = json.GetProperty("faults").EnumerateArray().ToArray();
        Assert.Equal([2, 4, 6], faults.Select(f => f.GetProperty("line").GetInt32()));
        Assert.All(faults,
            f => Assert.EndsWith("/policy.toml", f.GetProperty("path").GetString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("profile = \"full-access\"")]
    [InlineData("accept = [\"network\"]")]
    [InlineData("[network]\nmode = \"online\"")]
    [InlineData("[filesystem]\nread = [\"~/.ssh\"]")]
    [InlineData("[filesystem]\nwrite = [\"/etc\"]")]
    [InlineData("[environment]\nkeep = [\"NPM_TOKEN\"]")]
    public void A_project_cannot_widen_its_fence(string toml)
    {
        var outcome = new Place(account).Shell(
            $"mkdir .pinfold; printf 'version = 1\\n%s\\n' '{toml}' > .pinfold/policy.toml; pinfold run -- touch ran; echo $?; ls");
        Assert.Equal("125\n", outcome.Output);
        Assert.Contains(".pinfold/policy.toml(", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_projects_policy_that_is_a_link_or_a_pipe_is_refused_at_once()
    {
        Assert.Equal(125, new Place(account)
            .Shell("mkdir .pinfold; ln -s /etc/passwd .pinfold/policy.toml; pinfold run -- true").Status);
        Assert.Equal(125,
            new Place(account).Shell("mkdir .pinfold; mkfifo .pinfold/policy.toml; pinfold run -- true").Status);
        Assert.Equal(125, new Place(account)
            .Shell("mkdir .pinfold; ln -s /dev/zero .pinfold/policy.toml; pinfold run -- true").Status);
    }

    [Fact]
    public void A_command_that_a_rule_denies_does_not_run()
    {
        var place = new Place(account);
        place.UserPolicy("[commands]\nrules = [{ prefix = [\"touch\"], decision = \"deny\" }]");
        var outcome = place.Shell("pinfold run -- touch ran; echo $?; ls");
        Assert.Equal("126\n", outcome.Output);
        Assert.Contains("policy.toml(3,", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_command_that_a_rule_asks_about_is_refused_where_nobody_can_be_asked()
    {
        var place = new Place(account);
        place.UserPolicy("[commands]\nrules = [{ prefix = [\"touch\"], decision = \"ask\" }]");
        var text = place.Shell("setsid -w $PINFOLD run -- touch ran; echo $?; ls");
        Assert.Equal("126\n", text.Output);
        Assert.Contains("nobody gave it at a terminal", text.Error, StringComparison.Ordinal);
        var json = place.Shell("setsid -w $PINFOLD run --json -- touch ran");
        Assert.Equal("ask",
            JsonDocument.Parse(json.Error).RootElement.GetProperty("decision").GetProperty("verdict").GetString());
        Assert.Equal(126, json.Status);
    }

    [Theory]
    [InlineData("y", "0\nran\n")]
    [InlineData("n", "126\n")]
    [InlineData("", "126\n")]
    public void The_person_at_the_terminal_decides_and_the_commands_input_is_left_alone(string answer, string expected)
    {
        var place = new Place(account);
        place.UserPolicy("[commands]\nrules = [{ prefix = [\"touch\"], decision = \"ask\" }]");
        place.Output($"printf '%s\\n' '{answer}' | script -qec \"$PINFOLD run -- touch ran </dev/null; echo \\$? > status\" /dev/null");
        Assert.Equal(expected, place.Output("cat status; rm status; ls"));
    }

    [Fact]
    public void A_gap_refuses_until_the_user_accepts_it_by_name()
    {
        var place = new Place(account);
        place.UserPolicy("[filesystem]\ndeny_read = [\"~/place-*/ws/*.secret\"]");
        var refused = place.Shell("pinfold run -- touch ran; echo $?; ls");
        Assert.Equal("126\n", refused.Output);
        Assert.Contains("secrets is partial: what patterns in deny_read match is not known", refused.Error,
            StringComparison.Ordinal);
        Assert.Contains("--accept secrets", refused.Error, StringComparison.Ordinal);
        Assert.Equal("0\nran\n", place.Output("pinfold run --accept secrets -- touch ran; echo $?; ls"));
    }

    [Fact]
    public void What_this_version_does_not_enforce_is_a_gap_and_not_a_silence()
    {
        var place = new Place(account);
        place.UserPolicy("[guard]\ndeletions = 500");
        var outcome = place.Shell("pinfold run -- true");
        Assert.Equal(126, outcome.Status);
        Assert.Contains("guard.deletions is not counted by this version", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, place.Shell("pinfold run --accept limits -- true").Status);
    }

    [Fact]
    public void No_state_folder_no_command()
    {
        foreach (var spoil in (string[])["mkdir -p ../state; ln -s /tmp ../state/pinfold",
            "mkdir -p ../state; echo x > ../state/pinfold",
            "mkdir -pm 777 ../state/pinfold; chmod 777 ../state/pinfold",
            "mkdir -p ../state; chmod 500 ../state", "HOME="])
        {
            if (spoil.Contains("chmod 500", StringComparison.Ordinal)
                && account.Home.StartsWith("/root", StringComparison.Ordinal))
                continue;
            var outcome = new Place(account).Shell($"{spoil}; pinfold run -- touch ran; echo $?; ls");
            Assert.Equal("125\n", outcome.Output);
            Assert.StartsWith("pinfold: ", outcome.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_proof_is_made_anew()
    {
        var place = new Place(account);
        place.Output("pinfold run -- true; echo '{' > ../state/pinfold/proof.json; pinfold run -- true");
        Assert.Contains("\"proofs\"", File.ReadAllText(place.State + "/proof.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_refuses_before_anything_runs()
    {
        if (System.Environment.UserName != "root") Assert.Skip("needs root, to mount a small file system");
        var place = new Place(account);
        // In a mount namespace of its own: the mount ends with it.
        var script = $"mount -t tmpfs -o size=256k none {place.Folder}/small && cd {place.Workspace} && {account.Pinfold} run -- true && "
            + $"{{ head -c 1M /dev/zero > {place.Folder}/small/fill; {account.Pinfold} run -- touch ran; echo $?; ls; }} 2>{place.Folder}/error";
        place.Output("mkdir ../small");
        var start =
            new System.Diagnostics.ProcessStartInfo(
                "unshare", ["-m", "env", "HOME=" + account.Home,
                    $"XDG_STATE_HOME={place.Folder}/small", "sh", "-c", script]) { RedirectStandardOutput = true,
                UseShellExecute = false };
        using var process = System.Diagnostics.Process.Start(start)!;
        Assert.Equal("125\n", process.StandardOutput.ReadToEnd());
        Assert.Contains("No space left on device", File.ReadAllText(place.Folder + "/error"), StringComparison.Ordinal);
    }
}
