using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Auditing;

public sealed class RestoreTests(Account account)
{
    [Fact]
    public void The_command_that_a_report_names_brings_back_what_was_moved()
    {
        var place = new Place(account);
        var run = place.Shell(
            "pinfold run -- sh -c 'mkdir -p a/.vscode b/c; echo 1 > a/.vscode/tasks.json; git init -q b/c'");
        Assert.Equal(0, run.Status);
        Assert.Contains("quarantined: a/.vscode: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("quarantined: b/c/.git: ", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(place.Workspace + "/a/.vscode"));
        var command = run.Error.Split("pinfold restore ")[1].Split([';', '\n'])[0];

        place.Output($"pinfold restore {command}");
        Assert.Equal("1\n", File.ReadAllText(place.Workspace + "/a/.vscode/tasks.json"));
        Assert.Equal("the quarantine is empty\n", place.Output("pinfold restore"));
        // What came back is the user's now: protected, and left alone by the next audit.
        var next = place.Shell("pinfold run -- sh -c 'echo 2 > a/.vscode/tasks.json'; cat a/.vscode/tasks.json; git -C b/c status --porcelain");
        Assert.Equal((0, "1\n"), (next.Status, next.Output));
        Assert.DoesNotContain("quarantined", next.Error, StringComparison.Ordinal);
        Assert.Contains("restore",
            place.Output("pinfold log | cut -d' ' -f1 | while read -r s; do pinfold log $s; done"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_item_by_name_and_one_discarded()
    {
        var place = new Place(account);
        place.Output("pinfold run -- sh -c 'mkdir -p a/.vscode b/.idea' 2>/dev/null");
        var session = place.Json("pinfold restore --json").GetProperty("items")[0].GetProperty("session").GetString();
        place.Output($"pinfold restore {session} a/.vscode; pinfold restore --discard {session} b/.idea; pinfold restore; test -d a/.vscode; test ! -e b/.idea");
        Assert.Equal(125, place.Shell($"pinfold restore {session}").Status);
    }

    [Fact]
    public void What_cannot_go_back_stays_and_every_wrong_name_is_told()
    {
        var place = new Place(account);
        place.Output("pinfold run -- sh -c 'mkdir -p a/.vscode; echo 1 > a/.vscode/x' 2>/dev/null; mkdir a/.vscode");
        var session = place.Json("pinfold restore --json").GetProperty("items")[0].GetProperty("session").GetString();
        var taken = place.Shell($"pinfold restore {session}");
        Assert.Equal(1, taken.Status);
        Assert.Contains("exists: move it away, then restore", taken.Error, StringComparison.Ordinal);
        var wrong = place.Shell($"pinfold restore {session} nothing 99");
        Assert.Equal(125, wrong.Status);
        Assert.Contains("'nothing'", wrong.Error, StringComparison.Ordinal);
        Assert.Contains("'99'", wrong.Error, StringComparison.Ordinal);
        foreach (var bad in (string[])["../../x", "20260101T000000000-0000000000000000"])
            Assert.Equal(125, place.Shell($"pinfold restore {bad}").Status);
        Assert.Equal("1\n", place.Output($"rmdir a/.vscode; pinfold restore {session} >/dev/null; cat a/.vscode/x"));
    }

    [Fact]
    public void An_audit_by_hand_protects_what_the_first_command_would_not_know()
    {
        var place = new Place(account);
        place.Output("mkdir -p a/b; git init -q a/b; mkdir -p c/.vscode");
        Assert.Contains($"protected from now on: {place.Workspace}/a/b/.git", place.Output("pinfold audit"),
            StringComparison.Ordinal);
        var outcome = place.Shell("pinfold run -- sh -c 'echo x > a/b/.git/hooks/post-checkout; echo x > c/.vscode/tasks.json'; ls c/.vscode; ls a/b/.git/hooks | grep -c post-checkout$");
        Assert.Equal("0\n", outcome.Output);
        Assert.Contains("Read-only file system", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, place.Json("pinfold audit --json").GetProperty("learned_count").GetInt32());
    }
}
