using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Pinfold.Core.Tests;
using Xunit;

namespace Pinfold.Cli.Tests.Policies;

public sealed class WindowsPlanTests(Account account)
{
    private const string Facts = """
        { "build": 22631, "terminal_session": 2, "session": "a1", "user": "S-1-5-21-1-2-3-1001", "logon": "S-1-5-5-0-77", "groups": ["S-1-1-0"],
          "home": "C:\\Users\\eve", "temp": "C:\\Users\\eve\\AppData\\Local\\Temp", "state": "C:\\Users\\eve\\AppData\\Local\\pinfold",
          "volumes": [{ "root": "C:\\", "serial": "1", "file_system": "NTFS" }],
          "paths": [{ "path": "C:\\Users\\eve\\ws", "kind": "folder", "file_id": "1f", "sddl": "O:S-1-5-21-1-2-3-1001D:(A;OICI;FA;;;S-1-5-21-1-2-3-1001)" }] }
        """;

    [Fact]
    public void The_plan_for_a_typical_host_is_approved_and_says_what_it_is()
    {
        var text = new Place(account).Output("pinfold plan --host windows");
        Assert.StartsWith("# a typical Windows 11, described, not this host", text, StringComparison.Ordinal);
        Approved.Verify(text, "typical");
    }

    [Fact]
    public void The_elevated_plan_says_what_is_set_up_before_and_whom_the_command_becomes()
    {
        var text = new Place(account).Output("pinfold plan --host windows --mode elevated");
        foreach (var part in (string[])["set up once, by an administrator", "add the account PinfoldOffline",
            "SeDenyNetworkLogonRight", "log on PinfoldOffline", "network      partial"])
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_names_the_host_and_the_evidence()
    {
        var json = new Place(account).Json("pinfold plan --host windows --json");
        Assert.Equal("model", json.GetProperty("evidence").GetString());
        Assert.Contains("not this host", json.GetProperty("host").GetString(), StringComparison.Ordinal);
        Assert.InRange(json.GetProperty("steps").GetArrayLength(), 10, 200);
    }

    [Fact]
    public void A_described_host_has_its_plan()
    {
        var place = new Place(account);
        place.Output($"cat > facts.json <<'END'\n{Facts}\nEND");
        var text = place.Output(@"pinfold plan --host windows --facts facts.json --workspace '\\?\C:\users\EVE\ws'");
        Assert.Contains(@"pin: C:\Users\eve\ws", text, StringComparison.Ordinal);
        Assert.Contains("build 22631", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_is_told_at_once()
    {
        var place = new Place(account);
        var outcome = place.Shell("""
            echo '{ "build": 0, "user": "me" }' > facts.json
            pinfold plan --host windows --facts facts.json --workspace '\\server\share' --write 'C:\a:b'; echo $?; pinfold plan --facts facts.json; echo $?
            """);
        Assert.Equal("125\n125\n", outcome.Output);
        foreach (var part in (string[])["build is missing", "user 'me' is no SID",
            "on the network", "names a stream", "--host windows"])
            Assert.Contains(part, outcome.Error, StringComparison.Ordinal);
    }
}
