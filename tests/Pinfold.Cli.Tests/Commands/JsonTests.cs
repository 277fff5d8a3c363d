using System.Text.Json;
using System.Text.RegularExpressions;
using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Commands;

/// <summary>What programs read: one style of names and words over all verbs.</summary>
public sealed partial class JsonTests(Account account)
{
    private static readonly string[] Words = ["kind", "status", "outcome", "control", "verdict", "layer", "via"];

    [Theory]
    [InlineData("policy show --json")]
    [InlineData("policy check --json")]
    [InlineData("plan --json")]
    [InlineData("plan --host windows --json")]
    [InlineData("plan --host windows --mode elevated --json")]
    [InlineData("explain write --json x")]
    [InlineData("doctor --json")]
    [InlineData("audit --json")]
    [InlineData("log --json")]
    [InlineData("log --check --json")]
    [InlineData("log --prune 1d --json")]
    [InlineData("log last --json | tail -n 1")]
    [InlineData("restore --json")]
    [InlineData("setup --dry-run --json")]
    [InlineData("verify --list --json")]
    [InlineData("run --json -- true 2>&1")]
    public void Names_and_words_are_lower_case_with_underscores(string line)
    {
        var place = new Place(account);
        var json = place.Json($"pinfold run -- mkdir -p a/.vscode 2>/dev/null; pinfold {line}");
        Assert.Empty(Odd(json, ""));
    }

    [Fact]
    public void The_list_of_attacks_is_there_for_programs()
    {
        var attacks = new Place(account).Json("pinfold verify --list --json")
            .GetProperty("attacks").EnumerateArray().ToArray();
        Assert.InRange(attacks.Length, 100, 2000);
        foreach (var key in (string[])["name", "family", "control", "gain"])
            Assert.All(attacks, a => Assert.NotEqual(0, a.GetProperty(key).GetString()!.Length));
    }

    private static IEnumerable<string> Odd(JsonElement json, string name) => json.ValueKind switch
    {
        JsonValueKind.Object =>
            json.EnumerateObject().SelectMany(p => Name().IsMatch(p.Name) ? Odd(p.Value, p.Name) : [p.Name]),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(i => Odd(i, name)),
        JsonValueKind.String when Array.IndexOf(Words, name) >= 0 && !Word().IsMatch(json.GetString()!) =>
            [$"{name}: {json}"],
        _ => [],
    };

    [GeneratedRegex("^[a-z][a-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex Name();

    [GeneratedRegex("^[a-z][a-z0-9_-]*$", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
