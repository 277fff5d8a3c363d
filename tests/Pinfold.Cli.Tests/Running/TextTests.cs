using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Running;

/// <summary>
/// What <c>pinfold run</c> says before and after a command (docs/cli.md): subject, cause, remedy, and no more.
/// </summary>
public sealed class TextTests(Account account)
{
    [Theory]
    [InlineData("./bad", 127, "the program './bad' names an interpreter that is not there: '/no/such'")]
    [InlineData("./text", 126, "the program './text' cannot be executed: it has no '#!' line")]
    [InlineData("./elf", 126, "the program './elf' cannot be executed: it was built for another machine")]
    [InlineData("./plain", 126, "chmod +x './plain'")]
    [InlineData("./folder", 126, "the program './folder' cannot be executed: it is a folder")]
    [InlineData("./nosuch", 127, "no such program: './nosuch'")]
    [InlineData("nosuch", 127, "no such program in the PATH of the command: 'nosuch'")]
    [InlineData("", 126, "the name of the program is empty")]
    public void A_program_that_does_not_start_is_named_with_the_cause(string program, int status, string text)
    {
        var place = new Place(account);
        var outcome = place.Shell($$"""
            printf '#!/no/such -x\n' > bad; echo true > text; printf '\177ELF\001\001' > elf; chmod +x bad text elf; touch plain; mkdir folder
            pinfold run -- '{{program}}'
            """);
        Assert.Equal(status, outcome.Status);
        Assert.Contains(text, outcome.Error, StringComparison.Ordinal);
        var json = JsonDocument.Parse(place.Shell($"pinfold run --json -- '{program}'").Error).RootElement;
        Assert.Contains(text, json.GetProperty("failure").GetString(), StringComparison.Ordinal);
    }

    /// <summary>The host's /tmp is not the command's. What a link leads to inside is told as before.</summary>
    [Fact]
    public void Nothing_is_told_of_what_a_link_leads_to_outside_the_fence()
    {
        var outcome = new Place(account).Shell("""
            printf '#!/no/such\n' > ../seen; hidden=$(mktemp -p /tmp); printf '#!/its/first-line\n' > $hidden
            chmod 755 ../seen $hidden; ln -s ../seen seen; ln -s $hidden hidden
            pinfold run -- ./seen; pinfold run -- ./hidden; status=$?; rm $hidden; exit $status
            """);
        Assert.Equal(127, outcome.Status);
        Assert.Contains("the program './seen' names an interpreter that is not there: '/no/such'\n", outcome.Error,
            StringComparison.Ordinal);
        Assert.Contains("no such program: './hidden'\n", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("first-line", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_home_folder_as_workspace_is_told_once_and_keeps_what_is_run_later()
    {
        var place = new Place(account);
        const string Home = "export HOME=$PWD/../home; mkdir -p ../home/.config ../home/.local; cd ../home\n";
        var first = place.Shell(Home + "touch .config/outside; pinfold run -- sh -c 'for f in bin .inputrc .gdbinit .config/i3 .local/bin; do echo x > $f; done; touch mine'");
        Assert.StartsWith("pinfold: the workspace is your home folder", first.Error, StringComparison.Ordinal);
        Assert.Equal(".config\n.local\nmine\noutside\n",
            place.Output(Home + "ls -A . .config .local | grep '^[.a-z][a-z]*$' | sort"));
        Assert.Equal("", place.Shell(Home + "pinfold run -- true").Error);
        var json = JsonDocument.Parse(place.Shell(Home + "pinfold run --json -- true").Error).RootElement;
        Assert.StartsWith("the workspace is your home folder", json.GetProperty("note").GetString(),
            StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, JsonDocument.Parse(place.Shell("pinfold run --json -- true").Error)
            .RootElement.GetProperty("note").ValueKind);
    }

    [Fact]
    public void A_workspace_below_its_repositorys_top_is_told_once()
    {
        var place = new Place(account);
        Assert.Equal(
            $"pinfold: the repository's top is {place.Workspace}, above the workspace; commits need -C {place.Workspace}\n",
            place.Shell("git init -q; mkdir sub; cd sub; pinfold run -- true; pinfold run -- true").Error);
        Assert.Equal("", place.Shell("pinfold run -- true").Error);
    }

    [Fact]
    public void A_look_up_without_a_network_is_told_when_the_command_failed_and_offers_one_host_first()
    {
        const string Ask = "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\ntry: s.connect((\"192.0.2.53\", 53))\nexcept OSError: pass\n";
        var place = new Place(account);
        Assert.Equal(
            "pinfold: denied: looking up a name; to allow a host: pinfold run --allow HOST:443 -- …; the whole network: --network online\n",
            place.Shell($"pinfold run -- python3 -c '{Ask}raise SystemExit(6)'").Error);
        Assert.Equal("", place.Shell($"pinfold run -- python3 -c '{Ask}'").Error);
    }

    [Fact]
    public void The_report_as_json_begins_a_line_whatever_the_command_wrote()
    {
        var lines = new Place(account).Shell("pinfold run --json -- sh -c 'printf partial >&2'").Error.Split('\n');
        Assert.Equal(("partial", ""), (lines[0], lines[2]));
        Assert.Equal("exited", JsonDocument.Parse(lines[1]).RootElement.GetProperty("outcome").GetString());
    }

    [Fact]
    public void A_folder_of_ones_own_that_is_closed_is_told_with_chmod_and_is_not_audited()
    {
        var place = new Place(account);
        var outcome = place.Shell("mkdir ro ro/closed; chmod 0 ro/closed; chmod 555 ro; pinfold run -C ro -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains($"chmod u+w {place.Workspace}/ro if it is yours", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("not audited", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("", place.Shell("chmod 755 ro ro/closed; pinfold run -C ro -- true").Error); // nothing is owed
    }

    [Fact]
    public void A_policy_that_cannot_be_read_is_told_with_a_remedy()
    {
        var place = new Place(account);
        place.UserPolicy("");
        var outcome = place.Shell("chmod 0 ../config/pinfold/policy.toml; pinfold run -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("EACCES, so nobody can tell what it forbids; let yourself read it: chmod u+r", outcome.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_may_not_grow_are_told_by_the_systems_word()
    {
        var text = new Place(account)
            .Output("pinfold run -- true; (ulimit -f 0; pinfold run -- true 2>&1; true) | cat");
        Assert.Contains("EFBIG: no file may grow; raise the limit of file sizes (ulimit -f)", text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_at_a_terminal_alone_says_how_to_ask()
    {
        const string Hint = "pinfold explain write PATH";
        var place = new Place(account);
        string AtTerminal(string command) =>
            place.Output($"TERM=xterm script -qc \"$PINFOLD run -- {command}\" /dev/null < /dev/null");
        Assert.Contains(Hint, AtTerminal("sh -c 'exit 4'"), StringComparison.Ordinal);
        Assert.DoesNotContain(Hint, AtTerminal("true"), StringComparison.Ordinal);
        Assert.Equal("", place.Shell("pinfold run -- sh -c 'exit 4'").Error);
    }
}
