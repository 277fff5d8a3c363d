using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Tomlyn.Parsing;
using Xunit;
using static Pinfold.Core.Tests.Policy.Layers;

namespace Pinfold.Core.Tests.Policy;

public sealed class PolicyTextTests
{
    private const string Full = """
        profile = "workspace-write"
        accept = ["network"]
        [filesystem]
        write = ["{workspace}", "/srv/\"q\""]
        deny_read = ["**/.env", "/x/\\*"]
        read = ["~/.npmrc"]
        protect = ["ci"]
        unprotect = [".vscode"]
        [network]
        mode = "allowlist"
        allow = ["*.example.org:443"]
        loopback = [80]
        [commands]
        rules = [{ prefix = ["git", "push"], decision = "ask" }]
        [limits]
        processes = 5
        memory = "1GiB"
        time = "90s"
        temp = "2MiB"
        [guard]
        deletions = 7
        [environment]
        remove = ["X*"]
        keep = ["XY"]
        set = { CI = "1" }
        """;

    [Fact]
    public void Policies_that_differ_in_anything_differ_in_their_hash()
    {
        var lines = Full.Split('\n');
        var hashes = new HashSet<string>(StringComparer.Ordinal) { Merged(User(Full)).Hash };
        var kept = 0;
        foreach (var line in lines.Where(
            l => l.Contains(" = ", StringComparison.Ordinal) && !l.StartsWith("profile", StringComparison.Ordinal)))
        {
            kept++;
            // Hosts without a mode are a fault, and both belong together.
            if (line.StartsWith("mode", StringComparison.Ordinal)) continue;
            Assert.True(hashes.Add(Merged(User(string.Join('\n', lines.Where(l => l != line)))).Hash), line);
        }

        Assert.Equal(18, kept);
        Assert.True(
            hashes.Add(Merged(User(Full.Replace("workspace-write", "read-only", StringComparison.Ordinal))).Hash));
        Assert.True(
            hashes.Add(Merged(Project("[filesystem]\ndeny_read = [\"~/x\"]\n[environment]\nremove = [\"A\"]")).Hash));
        Assert.True(
            hashes.Add(Merged(User("[filesystem]\ndeny_read = [\"~/x\"]\n[environment]\nremove = [\"A\"]")).Hash));
    }

    [Fact]
    public void Equal_policies_from_different_places_have_equal_hashes()
    {
        var moved = new PolicySource(PolicyLayer.User, "/elsewhere/p.toml",
            System.Text.Encoding.UTF8.GetBytes("\n\n\nversion = 1\n" + Full));
        Assert.Equal(Merged(User(Full)).Hash, Merged(moved).Hash);
        Assert.Matches("^[0-9a-f]{64}$", Merged().Hash);
    }

    [Fact]
    public void The_text_is_TOML_with_origins_in_comments()
    {
        var policy = Merged(User(Full), Project("filesystem.deny_read = [\"secret\"]"));
        var text = policy.ToText();
        Assert.False(SyntaxParser.Parse(text, "show", validate: true).HasErrors);
        Assert.Contains("\"/home/ada/work/**/.env\",  # /home/ada/.config/pinfold/policy.toml(6,14)", text,
            StringComparison.Ordinal);
        Assert.Contains("deny_read_always = [\n  \"/home/ada/work/secret\",  # /home/ada/work/.pinfold/policy.toml(2,",
            text, StringComparison.Ordinal);
        const string File = "/home/ada/.config/pinfold/policy.toml";
        foreach (var line in (string[])[$"\"X*\",  # {File}(", $"\"XY\",  # {File}(",
            $"\"CI\" = \"1\"  # {File}(", "\"LD_*\",  # environment.txt("])
            Assert.Contains(line, text, StringComparison.Ordinal);
        Assert.Contains("\"/x/\\\\*\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("#", policy.ToText(origins: false), StringComparison.Ordinal);
    }

    [Fact]
    public void A_path_that_is_not_UTF_8_is_shown_and_told_apart()
    {
        SandboxPolicy In(string name) => PolicyLoader.Load([], new PolicyFlags(), Home.Combine(name), Home).Policy!;
        var bytes = In(OsText.Decode([(byte)'a', 0xE9]));
        Assert.Contains("a\\xe9", bytes.ToText(), StringComparison.Ordinal);
        Assert.False(SyntaxParser.Parse(bytes.ToText(), "show", validate: true).HasErrors);
        Assert.Equal(4, new[] { bytes, In("a\u00e9"), In("a\\xe9"), In("a\n") }.Select(p => p.Hash)
            .Distinct(StringComparer.Ordinal).Count());
        Assert.Contains("\\\\xe9", bytes.ToJson().ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_JSON_names_each_rule_with_its_layer()
    {
        var json = Merged(User(Full), Project("filesystem.deny_read = [\"secret\"]")).ToJson();
        var rule = json["filesystem"]!["deny_read"]!.AsArray()
            .Single(r => r!["path"]?.GetValue<string>() == "/home/ada/work/secret")!;
        Assert.Equal(("project", true), (rule["layer"]!.GetValue<string>(), rule["always"]!.GetValue<bool>()));
        var set = Assert.Single(json["environment"]!["set"]!.AsArray())!;
        Assert.Equal(("CI", "1", "user"),
            (set["name"]!.GetValue<string>(), set["value"]!.GetValue<string>(), set["layer"]!.GetValue<string>()));
        Assert.Equal("built_in", json["filesystem"]!["protect"]![0]!["layer"]!.GetValue<string>());
        Assert.Equal(90, json["limits"]!["time_seconds"]!.GetValue<double>());
        Assert.Equal(64, json["hash"]!.GetValue<string>().Length);
    }
}
