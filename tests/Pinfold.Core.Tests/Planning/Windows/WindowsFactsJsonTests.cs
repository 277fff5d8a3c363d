using CsCheck;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class WindowsFactsJsonTests
{
    internal const string Example = """
        {
          "build": 26100, "terminal_session": 1, "session": "a1",
          "user": "S-1-5-21-1-2-3-1001", "logon": "S-1-5-5-0-77",
          "groups": ["S-1-1-0", "S-1-5-32-545", { "sid": "S-1-5-32-544", "deny_only": true }],
          "home": "C:\\Users\\me", "temp": "C:\\Users\\me\\AppData\\Local\\Temp", "state": "C:\\Users\\me\\AppData\\Local\\pinfold",
          "volumes": [{ "root": "C:\\", "serial": "1122334455667788", "file_system": "NTFS" }, { "root": "E:\\", "serial": "7", "file_system": "exFAT", "acls": false }],
          "paths": [
            { "path": "C:\\Users\\me\\ws", "kind": "folder", "file_id": "1f", "sddl": "O:S-1-5-21-1-2-3-1001D:(A;OICI;FA;;;S-1-5-21-1-2-3-1001)" },
            { "path": "C:\\Users\\me\\low", "kind": "folder", "file_id": "20", "sddl": "O:S-1-5-21-1-2-3-1001D:(A;OICI;FA;;;S-1-5-21-1-2-3-1001)S:(ML;OICI;NW;;;LW)" }
          ],
          "low_folders": ["C:\\Users\\me\\low"],
          "shares": [{ "name": "docs", "path": "C:\\Users\\me\\Documents", "sddl": "D:(A;;0x1200a9;;;WD)" }, { "name": "all", "path": "C:\\" }]
        }
        """;

    [Fact]
    public void A_described_host_is_read()
    {
        var (facts, faults) = WindowsFactsJson.Read(Example);
        Assert.Empty(faults);
        Assert.Equal("S-1-5-21-1-2-3-1001", facts!.User.ToString());
        Assert.Equal(WellKnownSids.LogonSession(0, 77), facts.Token.LogonSid);
        Assert.Equal(PathKind.Directory, facts.KindOf(Samples.Path("/c:/users/ME/WS")));
        Assert.Equal(0x1122334455667788UL, facts.Find(Samples.Path("/C:/Users/me/ws"))!.VolumeSerial);
        Assert.Single(facts.LowFolders);
        Assert.Equal(["docs", "all"], facts.Shares.Select(s => s.Name), StringComparer.Ordinal);
        Assert.False(facts.Shares[0].Lets(facts.Token, RootRights.Denied));
        Assert.True(facts.Shares[1].Lets(facts.Token, RootRights.Denied));
        Assert.False(facts.LetsLowerIn);
        Assert.True(WindowsFactsJson.Read(Example.Replace("\"low_folders\"", "\"lets_lower_in\": true, \"low_folders\"",
            StringComparison.Ordinal)).Facts!.LetsLowerIn);
        Assert.Equal("exFAT", facts.VolumeOf(Samples.Path("/E:/x"))!.FileSystem);
        Assert.Null(facts.VolumeOf(Samples.Path("/Z:/x")));
    }

    [Fact]
    public void Every_fault_is_told_at_once_with_its_place()
    {
        const string Faulty = """
            { "build": "x", "session": "no good", "user": "me", "home": "Users\\me", "extra": 1, "volumes": [3, { "root": "C:\\", "serial": "xyz" }],
              "paths": [{ "path": "C:\\a:b", "kind": "dir", "file_id": "1", "sddl": "D:(A" }], "low_folders": ["C:\\none"], "groups": [4, "S-9"],
              "shares": [5, { "name": "x", "path": "y", "sddl": "D:(A", "list": 1 }] }
            """;
        Approved.Verify(string.Join('\n', WindowsFactsJson.Read(Faulty).Faults), "faults");
    }

    [Fact]
    public void Any_text_gives_facts_or_faults() => Gen.Select(Gen.Int[0, Example.Length - 1], Gen.Int[0, 30],
        Gen.OneOf("", "\"", "[", "null", "{}", "-1")).Sample((at, length, text) =>
        {
            var broken = string.Concat(Example.AsSpan(0, at), text,
                Example.AsSpan(Math.Min(Example.Length, at + length)));
            var (facts, faults) = WindowsFactsJson.Read(broken);
            return facts is null != faults.IsEmpty;
        });
}
