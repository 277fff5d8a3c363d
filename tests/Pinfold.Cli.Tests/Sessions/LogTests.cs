using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Sessions;

public sealed class LogTests(Account account)
{
    [Fact]
    public void A_session_can_be_read_and_checked()
    {
        var place = new Place(account);
        Assert.Equal("", place.Output("pinfold log"));
        place.Output("pinfold run -- sh -c 'exit 4' || true");
        Assert.Contains("  4  " + place.Workspace, place.Output("pinfold log"), StringComparison.Ordinal);
        var text = place.Output("pinfold log last");
        foreach (var word in (string[])["session", "command", "exit", "\"exit 4\""])
            Assert.Contains(word, text, StringComparison.Ordinal);
        Assert.Equal(3,
            place.Output("pinfold log last --json").Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("1 of 1 journals", place.Output("pinfold log --check"), StringComparison.Ordinal);
        Assert.True(place.Json("pinfold log last --check --json").GetProperty("intact").GetBoolean());
    }

    [Fact]
    public void A_session_names_the_version_that_made_it()
    {
        var version = new Place(account).Output(
            "pinfold run -- true; pinfold log last --json | head -n 1 | sed 's/.*\"version\":\"\\([^\"]*\\)\".*/\\1/'; pinfold --version | cut -d+ -f1")
            .Split('\n');
        Assert.Equal(version[1], version[0]);
    }

    [Fact]
    public void A_changed_journal_is_found()
    {
        var place = new Place(account);
        place.Output(
            "pinfold run -- true; sed -i 's/\"argc\":1/\"argc\":2/' ../state/pinfold/sessions/*/journal.jsonl");
        var outcome = place.Shell("pinfold log --check");
        Assert.Equal(1, outcome.Status);
        Assert.Contains("line 2 is not what was written", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_sessions_are_pruned_but_none_with_something_in_quarantine()
    {
        var place = new Place(account);
        place.Output("pinfold run -- true; pinfold run -- mkdir -p a/.vscode 2>/dev/null");
        Assert.Contains("0 sessions removed", place.Output("pinfold log --prune 1h"), StringComparison.Ordinal);
        Assert.Contains("1 sessions removed, 1 kept", place.Output(
            "cd ../state/pinfold/sessions; for s in *; do mv $s 2001${s#????}; done; pinfold log --prune 1h"),
            StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(place.State + "/sessions"));
    }

    [Fact]
    public void What_audits_moved_and_users_brought_back_is_told_by_the_list_and_by_the_journal()
    {
        var place = new Place(account);
        place.Output("pinfold run -- mkdir -p a/.vscode b/.idea 2>/dev/null");
        Assert.Contains("mkdir -p a/.vscode b/.idea  [2 quarantined]\n", place.Output("pinfold log"),
            StringComparison.Ordinal);
        Assert.Contains($"  origin {place.Workspace}/a/.vscode  reason ", place.Output("pinfold log last"),
            StringComparison.Ordinal);
        place.Output("pinfold restore last 1; pinfold restore --discard last 2");
        Assert.Contains("[2 quarantined, 1 restored, 1 discarded]\n", place.Output("pinfold log"),
            StringComparison.Ordinal);
        Assert.Equal(2, place.Json("pinfold log --json").GetProperty("quarantined").GetInt32());
        Assert.Contains($"  {place.Workspace}  (an audit alone)\n",
            place.Output("pinfold audit > /dev/null; pinfold log | tail -n 1"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_none_is_no_path()
    {
        var place = new Place(account);
        place.Output("pinfold run -- true");
        foreach (var bad in (string[])["../../../../etc", "x", "''", "20260101T000000000-0000000000000000"])
            Assert.Equal(125, place.Shell($"pinfold log {bad}").Status);
    }
}
