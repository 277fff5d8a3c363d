using System.Globalization;
using System.Text.Json;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Running;

/// <summary>The contract of <c>pinfold run</c> (docs/cli.md), from outside.</summary>
public sealed class RunTests(Account account)
{
    [Theory]
    [InlineData("true", 0)]
    [InlineData("sh -c 'exit 7'", 7)]
    [InlineData("sh -c 'exit 255'", 255)]
    [InlineData("sh -c 'kill -9 $$'", 128 + 9)]
    [InlineData("sh -c 'kill -TERM $$'", 128 + 15)]
    [InlineData("no-such-program", 127)]
    [InlineData("./not-executable", 126)]
    [InlineData("./folder", 126)]
    public void The_status_is_the_commands_own(string command, int status)
    {
        var outcome = new Place(account).Shell($"echo x > not-executable; mkdir folder; pinfold run -- {command}");
        Assert.Equal((status, ""), (outcome.Status, outcome.Output));
    }

    [Fact]
    public void A_misspelt_option_is_not_taken_for_the_command()
    {
        var outcome = new Place(account).Shell("pinfold run --netwrok online -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("'--netwrok' is no option here; did you mean '--network'?", outcome.Error,
            StringComparison.Ordinal);
        Assert.Equal(127, new Place(account).Shell("pinfold run -- --netwrok").Status);
    }

    [Fact]
    public void A_deadline_ends_the_whole_tree_with_124_and_says_so()
    {
        var outcome = new Place(account).Shell("pinfold run --timeout 1s -- sh -c '(setsid sleep 1000 &); sleep 1000'");
        Assert.Equal(124, outcome.Status);
        Assert.Contains("timed out after 1s", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Streams_pass_untouched_and_apart()
    {
        var place = new Place(account);
        place.Output("head -c 20000000 /dev/urandom > in; pinfold run -- sh -c 'tee /dev/stderr' < in > out 2> err; cmp in out; cmp in err");
        Assert.Equal("", place.Output("pinfold run -- cat < /dev/null"));
        Assert.Equal("y\ny\n", place.Output("pinfold run -- yes | head -n 2")); // SIGPIPE, not a hang
        Assert.Equal((0, "", ""), As(place.Shell("pinfold run -- true")));
    }

    /// <summary>
    /// Without this a file of pinfold's own, or of its runtime, takes the number and reaches the command.
    /// </summary>
    [Theory]
    [InlineData("<&-")]
    [InlineData("2>&-")]
    [InlineData("<&- >&-")]
    [InlineData(">&- 2>&-")]
    [InlineData("<&- >&- 2>&-")]
    public void A_stream_that_the_caller_closed_is_empty_and_nothing_of_pinfolds(string closed)
    {
        var place = new Place(account);
        place.Output($"pinfold run -- sh -c '(readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2) > seen; :' < /dev/null > /dev/null 2> /dev/null {closed}");
        Assert.Equal("/dev/null\n/dev/null\n/dev/null\n", place.Output("cat seen"));
    }

    [Fact]
    public void The_end_is_the_trees_end_and_not_that_of_a_pipe()
    {
        // A background process that closed the pipe holds no one up, and does not outlive the command.
        var place = new Place(account);
        place.Output(
            "pinfold run -- sh -c '(setsid sh -c \"exec >/dev/null 2>&1; sleep 1000; touch survived\" &); echo done'");
        Assert.False(File.Exists(place.Workspace + "/survived"));
    }

    [Fact]
    public void Signals_reach_the_command()
    {
        var outcome = new Place(account).Shell("""
            coproc RUN { exec $PINFOLD run -- sh -c 'trap "echo got; exit 9" TERM; echo ready; while :; do sleep 0.1; done'; }
            pid=$RUN_PID; exec 3<&"${RUN[0]}"
            read -r line <&3; kill -TERM $pid; cat <&3; wait $pid; exit $?
            """);
        Assert.Equal((9, "got\n"), (outcome.Status, outcome.Output));
    }

    [Fact]
    public void Killing_pinfold_kills_the_tree_and_loses_no_audit()
    {
        var place = new Place(account);
        var outcome = place.Shell("""
            coproc RUN { exec $PINFOLD run -- sh -c 'mkdir -p deep/.vscode; (setsid sleep 1000 &); echo ready; sleep 1000'; }
            pid=$RUN_PID; exec 3<&"${RUN[0]}"
            read -r line <&3; kill -KILL $pid; cat <&3 # ends with the last process that holds the pipe
            wait $pid; pinfold run -- test ! -e deep/.vscode; echo $?; pinfold restore --json
            """);
        Assert.Equal(0, outcome.Status);
        var lines = outcome.Output.Split('\n', 2);
        Assert.Equal("0", lines[0]);
        var item = Assert.Single(JsonDocument.Parse(lines[1]).RootElement.GetProperty("items").EnumerateArray());
        Assert.Equal(place.Workspace + "/deep/.vscode", item.GetProperty("origin").GetString());
    }

    [Fact]
    public void The_report_as_json_is_one_line_on_standard_error()
    {
        var outcome = new Place(account).Shell("pinfold run --json -- sh -c 'echo out; mkdir -p a/.idea; exit 3'");
        Assert.Equal((3, "out\n"), (outcome.Status, outcome.Output));
        var report = JsonDocument.Parse(outcome.Error).RootElement;
        Assert.Equal(("exited", 3), (report.GetProperty("outcome").GetString(), report.GetProperty("exit").GetInt32()));
        Assert.All(report.GetProperty("report").EnumerateArray(),
            c => Assert.Equal("enforced", c.GetProperty("status").GetString()));
        Assert.Equal(1, report.GetProperty("audit").GetProperty("quarantined_count").GetInt32());
    }

    [Fact]
    public void What_is_denied_is_told_with_the_way_to_allow_it()
    {
        var outcome = new Place(account).Shell(
            "pinfold run -- python3 -c 'import socket; socket.create_connection((\"192.0.2.1\", 443), 1)' 2>&1; true");
        Assert.Contains("pinfold: denied: connecting to 192.0.2.1:443", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("--network online", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_variables_are_gone_and_the_session_is_told()
    {
        var place = new Place(account);
        var inside = place.Output(
            "export NPM_TOKEN=s3cret SSH_AUTH_SOCK=/tmp/agent LD_PRELOAD= GOOD=yes; pinfold run -- env");
        Assert.DoesNotContain("s3cret", inside, StringComparison.Ordinal);
        Assert.DoesNotContain("SSH_AUTH_SOCK", inside, StringComparison.Ordinal);
        Assert.Contains("GOOD=yes", inside, StringComparison.Ordinal);
        var session = inside.Split('\n')
            .Single(l => l.StartsWith("PINFOLD_SESSION=", StringComparison.Ordinal))["PINFOLD_SESSION=".Length..];
        Assert.Contains(session, place.Output("pinfold log"), StringComparison.Ordinal);
        // control
        Assert.Contains("s3cret", place.Output("NPM_TOKEN=s3cret pinfold run --keep-env NPM_TOKEN -- env"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Inside_only_the_workspace_can_be_written_and_the_state_is_not_there()
    {
        var place = new Place(account);
        Assert.Equal("0\n", place.Output($"pinfold run -- sh -c 'echo x > mine && echo x 2>/dev/null > {place.Folder}/not-mine; ls -A {place.State} | wc -l'; test -e mine; test ! -e ../not-mine"));
        // control
        Assert.Equal("x\n", place.Output(
            $"pinfold run --write {place.Folder} -- sh -c 'echo x > {place.Folder}/mine'; cat {place.Folder}/mine"));
    }

    [Fact]
    public void No_descriptor_but_the_three_is_inherited() =>
        Assert.Equal("0\n1\n2\n", new Place(account).Output(
            "exec 5</etc/passwd 9>/dev/null; pinfold run -- sh -c 'for f in 0 1 2 3 4 5 6 7 8 9; do [ -e /proc/self/fd/$f ] && echo $f; done; true'"));

    [Fact]
    public void A_workspace_with_any_name_works()
    {
        var place = new Place(account);
        foreach (var name in (string[])["$'a\\nb'", "$'a\\xffb'", "'a b\"c'", "-x", "'$(touch owned)'"])
            Assert.Equal("ok\n",
                place.Output($"mkdir -p -- ./{name}; cd ./{name}; pinfold run -- sh -c 'echo ok > f; cat f'"));
        Assert.Contains(@"a\xffb", place.Output("cd $'a\\xffb'; pinfold policy show"), StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_pass_byte_for_byte()
    {
        var place = new Place(account);
        Assert.Equal("61 ff 62 c3 a4 ef bf bd\n",
            place.Output("pinfold run -- printf %s $'a\\xffb\\xc3\\xa4\\xef\\xbf\\xbd' | od -An -tx1 | sed 's/^ //'"));
        Assert.Equal("here\n",
            place.Output("mkdir $'w\\xff'; echo here > $'w\\xff/f'; pinfold run -C $'w\\xff' -- cat f"));
    }

    [Fact]
    public void A_journal_that_may_not_grow_refuses()
    {
        var place = new Place(account);
        var outcome = place.Shell("pinfold run -- true; (ulimit -f 0; pinfold run -- touch ran); echo $?; ls");
        Assert.Equal("125\n", outcome.Output);
    }

    [Fact]
    public void A_program_in_the_workspace_cannot_be_replaced_from_inside()
    {
        var place = new Place(account);
        var outcome = place.Shell("""
            mkdir -p a; cp -r $(dirname $PINFOLD) a/program; sum=$(cat a/program/* | sha256sum)
            a/program/pinfold run -- sh -c 'echo x >> a/program/pinfold-launcher; rm -f a/program/pinfold; mv a/program a/p2; mv a b; touch a/program/new; echo fine > a/mine'
            cat a/mine; ls a a/program | grep -cE 'p2|new'; [ "$(cat a/program/* | sha256sum)" = "$sum" ] && echo same
            """);
        Assert.Equal("fine\n0\nsame\n", outcome.Output);
    }

    [Fact]
    public void A_program_in_tmp_proves_its_fence_too()
    {
        var outcome = new Place(account)
            .Shell("d=$(mktemp -d); cp -r $(dirname $PINFOLD)/. $d; $d/pinfold run -- echo ok; echo $?; rm -rf $d");
        Assert.Equal("ok\n0\n", outcome.Output);
    }

    [Fact]
    public void A_folder_that_is_gone_is_no_workspace()
    {
        var outcome = new Place(account).Shell("mkdir gone; cd gone; rmdir ../gone; pinfold run -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("current folder no longer exists", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fence_is_proven_once()
    {
        var place = new Place(account);
        place.Output("pinfold run -- true");
        var proof = File.ReadAllText(place.State + "/proof.json");
        place.Output("pinfold run -- true");
        Assert.Equal(proof, File.ReadAllText(place.State + "/proof.json"));
        Assert.Contains("write-outside-create", proof, StringComparison.Ordinal);
        Assert.Equal(2, place.Output("pinfold log").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static (int, string, string) As(Outcome outcome) => (outcome.Status, outcome.Output, outcome.Error);
}
