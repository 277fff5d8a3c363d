using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Pinfold.Core.Tests;
using Xunit;

namespace Pinfold.Cli.Tests.Commands;

public sealed class HelpTests(Account account)
{
    private static readonly string[] Verbs =
    [
        "", "run", "shell", "explain", "explain read", "explain write",
        "explain connect", "explain run", "plan", "policy", "policy init", "policy check",
        "policy show", "verify", "doctor", "log", "restore", "audit", "setup", "uninstall", "completion",
    ];

    [Fact]
    public void Every_help_text_is_approved()
    {
        var script = string.Join('\n',
            Verbs.Select(v => $"echo '$ pinfold {v} --help' | tr -s ' '; pinfold {v} --help"));
        Approved.Verify(new Place(account).Output(script), "help");
    }

    [Fact]
    public void Every_fault_of_a_command_line_is_told_at_once_and_nothing_runs()
    {
        var outcome = new Place(account)
            .Shell("pinfold run --profile nonsense --network carrier-pigeon --timeout soon -- touch ran; ls");
        Assert.Equal("", outcome.Output);
        foreach (var verb in (string[])["explain write", "policy check", "explain read"])
            Assert.Contains($"try 'pinfold {verb} --help'",
                new Place(account).Shell($"pinfold {verb} --nonsense a b").Error, StringComparison.Ordinal);
        foreach (var word in (string[])["nonsense", "carrier-pigeon", "soon"])
            Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--help", outcome.Error, StringComparison.Ordinal); // each says what may stand there
        Assert.Equal(125, new Place(account).Shell("pinfold run --profile nonsense -- true").Status);
        Assert.Equal(125, new Place(account).Shell("pinfold frobnicate").Status);
        Assert.Equal(125, new Place(account).Shell("pinfold run").Status);
    }

    [Fact]
    public void All_faults_of_flags_are_told_in_one_go()
    {
        var place = new Place(account);
        var outcome = place.Shell("pinfold run --profile x --accept wrties --allow nothing --write /no/such --write /none -C /nowhere --bogus -- touch ran; ls");
        Assert.Equal("", outcome.Output);
        string[] words = ["--profile 'x'", "'wrties' is no control; did you mean 'writes'?",
            "--allow: ", "--write /no/such ", "--write /none ", "--workspace /nowhere ", "'--bogus'"];
        foreach (var word in words) Assert.Contains(word, outcome.Error, StringComparison.Ordinal);
        var verify = place.Shell("pinfold verify --attack x --attack y --family z").Error;
        foreach (var word in (string[])["'x'", "'y'", "'z'"]) Assert.Contains(word, verify, StringComparison.Ordinal);
        // another host's folder
        Assert.Equal(0, place.Shell(@"pinfold plan --host windows --write 'C:\Users\me\other'").Status);
    }

    [Theory]
    [InlineData("rnu -- true", "run")]
    [InlineData("polciy check", "policy")]
    [InlineData("explain raed x", "read")]
    [InlineData("run --profil read-only -- true", "--profile")]
    [InlineData("log --jsn", "--json")]
    [InlineData("RUN -- true", "run")]
    [InlineData("help polcy", "policy")]
    [InlineData("help policy chekc", "check")]
    [InlineData("verify --family 'outside wirtes'", "outside writes")]
    [InlineData("verify --attack write-outside-craete", "write-outside-create")]
    public void A_misspelt_word_is_answered_with_the_nearest(string line, string meant)
    {
        var outcome = new Place(account).Shell("pinfold " + line);
        Assert.Equal((125, ""), (outcome.Status, outcome.Output));
        Assert.Contains($"did you mean '{meant}'?", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("explain --network none read x", "'--network' belongs right behind 'pinfold explain read'")]
    [InlineData("-- run", "'run' belongs right behind 'pinfold'")]
    public void A_word_at_the_wrong_place_is_told_its_own(string line, string told)
    {
        var outcome = new Place(account).Shell("pinfold " + line);
        Assert.Equal((125, ""), (outcome.Status, outcome.Output));
        Assert.Contains(told, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_tells_of_a_verb_and_of_what_is_behind_it_and_starts_nothing()
    {
        var place = new Place(account);
        var help = place.Output("pinfold help run");
        Assert.Equal(place.Output("pinfold run --help"), help);
        Assert.Equal(help, place.Output("pinfold help run touch ran"));
        Assert.Equal(place.Output("pinfold policy check --help"), place.Output("pinfold help policy check"));
        Assert.Equal("", place.Output("ls"));
    }

    [Theory]
    [InlineData("doctor --json --bogus --nonsense", 2)]
    [InlineData("explain read --json --profile x --network y z", 2)]
    [InlineData("frobnicate --json", 1)]
    [InlineData("log nothing --json", 1)]
    [InlineData("verify --json --attack x --family y", 2)]
    [InlineData("policy check --json missing.toml", 1)]
    [InlineData("run --json --profile x --network y -- true 2>&1", 2)]
    [InlineData("run --json 2>&1", 1)]
    public void Faults_are_json_where_json_is_asked_for(string line, int count)
    {
        var outcome = new Place(account).Shell("pinfold " + line);
        Assert.Equal((125, ""), (outcome.Status, outcome.Error));
        var json = System.Text.Json.JsonDocument.Parse(outcome.Output).RootElement;
        Assert.Equal(("failed", 125), (json.GetProperty("outcome").GetString(), json.GetProperty("exit").GetInt32()));
        Assert.Equal(count,
            json.GetProperty("faults").EnumerateArray().Count(f => f.GetProperty("message").GetString()!.Length > 0));
    }

    [Fact]
    public void Help_of_a_verb_is_its_help()
    {
        var place = new Place(account);
        Assert.Equal(place.Output("pinfold policy check --help"), place.Output("pinfold help policy check"));
        Assert.Equal(place.Output("pinfold --help"), place.Output("pinfold help"));
    }

    [Fact]
    public void Completion_completes_in_bash()
    {
        var place = new Place(account);
        const string Complete = """
            source <(pinfold completion bash)
            complete_line() { COMP_LINE=$1; COMP_POINT=${#1}; read -ra COMP_WORDS <<< "$1"; if [ "${1: -1}" = " " ]; then COMP_WORDS+=(""); fi; COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 )); COMPREPLY=(); _pinfold 2>/dev/null; echo "${COMPREPLY[@]}"; }
            """;
        Assert.Equal("explain\n", place.Output($"{Complete}\ncomplete_line 'pinfold exp'"));
        Assert.Equal("--network\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --net'"));
        Assert.Equal("allowlist offline online\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --network '"));
        Assert.Equal("read-only\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --profile r'"));
        Assert.Equal("elevated\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --mode e'"));
        Assert.Equal("descriptors\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --accept d'"));
        Assert.Equal(".vscode\n", place.Output($"{Complete}\ncomplete_line 'pinfold run --unprotect .vs'"));
        Assert.Equal("outside\\ writes\n", place.Output($"{Complete}\ncomplete_line 'pinfold verify --family outs'"));
        Assert.Equal("write-outside-create\n",
            place.Output($"{Complete}\ncomplete_line 'pinfold verify --attack write-outside-cr'"));
        Assert.Equal("last\n", place.Output($"{Complete}\ncomplete_line 'pinfold log la'"));
        Assert.Equal(place.Output("pinfold run -- true; pinfold log | cut -d' ' -f1"),
            place.Output($"{Complete}\ncomplete_line 'pinfold restore 2'"));
        Assert.Equal("project\n", place.Output($"{Complete}\ncomplete_line 'pinfold policy check --as p'"));
        Assert.Equal("--help -h\n", place.Output($"{Complete}\ncomplete_line 'pinfold completion bash '"));
        Assert.Equal("\n", place.Output($"{Complete}\ncomplete_line 'pinfold run -- gi'")); // bash's own completion
        const string Offset = "_command_offset() { COMPREPLY=(\"from $1\"); }";
        Assert.Equal("from 3\n", place.Output($"{Complete}\n{Offset}\ncomplete_line 'pinfold run -- gi'"));
        foreach (var shell in (string[])["zsh", "fish"])
            Assert.Contains("[suggest:", place.Output($"pinfold completion {shell}"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_hidden_verb_of_attacks_is_no_way_in() =>
        Assert.NotEqual(0, new Place(account).Shell("pinfold attack no-such-attack").Status);
}
