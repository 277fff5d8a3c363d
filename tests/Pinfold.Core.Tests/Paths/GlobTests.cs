using CsCheck;
using Pinfold.Core.Paths;
using Xunit;

namespace Pinfold.Core.Tests.Paths;

public sealed class GlobTests
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "b", "ab", "ba", ".env", "aab", "*", "é", "😀",
        "\uDCFF", "a\nb").Array[1, 2].Select(string.Concat);
    private static readonly Gen<string> Path = Name.Array[0, 5].Select(n => "/" + string.Join('/', n));
    private static readonly Gen<string> Element =
        Gen.OneOf("a", "b", "?", "*", "*a", "[ab]", "[!a]", "[a-c]", "[-a]", "\\*", "é", "😀", "\uDCFF", ".env",
            "[😀-😁]", "[\\]a]");

    private static readonly Gen<string> NamePattern = Gen.OneOf(
        Gen.Const("**"), Name.Select(Glob.Escape),
        Element.Array[1, 4].Select(string.Concat).Where(p => !p.Contains("**", StringComparison.Ordinal)));

    private static readonly Gen<string> Pattern = NamePattern.Array[0, 5].Select(n => "/" + string.Join('/', n));

    [Fact]
    public void Agrees_with_the_naive_matcher() => Gen.Select(Pattern, Path).Sample((pattern, path) =>
    {
        var glob = Glob.Parse(pattern);
        return glob.Matches(CanonicalPath.Parse(path)) == NaiveMatcher.Matches(pattern, path)
            && glob.Covers(CanonicalPath.Parse(path)) == NaiveMatcher.Covers(pattern, path);
    }, iter: 100_000);

    [Fact]
    public void Property_cases_are_a_fair_mix()
    {
        int matched = 0, covered = 0, all = 0;
        Gen.Select(Pattern, Path).Sample((pattern, path) =>
        {
            all++;
            if (NaiveMatcher.Matches(pattern, path)) matched++;
            else if (NaiveMatcher.Covers(pattern, path)) covered++;
        }, iter: 20_000, threads: 1);
        Assert.True(matched > all / 50 && covered > all / 50, $"{matched} matched and {covered} covered of {all}");
    }

    [Fact]
    public void Escaped_text_matches_itself_alone() => Gen.Select(Path, Path).Sample((path, other) =>
    {
        var glob = Glob.Parse(Glob.Escape(path));
        return glob.IsLiteral && glob.Prefix.Value == path && glob.Matches(CanonicalPath.Parse(path))
            && glob.Matches(CanonicalPath.Parse(other)) == (path == other);
    });

    [Fact]
    public void Every_match_lies_within_the_prefix() => Gen.Select(Pattern, Path).Sample((pattern, path) =>
    {
        var glob = Glob.Parse(pattern);
        return !glob.Covers(CanonicalPath.Parse(path)) || CanonicalPath.Parse(path).IsWithin(glob.Prefix);
    });

    [Fact]
    public void Its_own_text_parses_to_the_same_pattern() =>
        Pattern.Sample(pattern => Glob.Parse(Glob.Parse(pattern).Pattern).Equals(Glob.Parse(pattern)));

    [Theory]
    [InlineData("/**/.env", "/.env", true)]
    [InlineData("/**/.env", "/a/b/.env", true)]
    [InlineData("/**/.env", "/a/b/.envrc", false)]
    [InlineData("/a/**", "/a", true)]
    [InlineData("/a/*", "/a", false)]
    [InlineData("/a/*", "/a/.hidden", true)]
    [InlineData("/a/*.key", "/a/b/x.key", false)]
    [InlineData("/A", "/a", false)]
    [InlineData("//a/./b/", "/a/b", true)]
    [InlineData("/a?", "/a😀", true)]
    [InlineData("/a?", "/a", false)]
    [InlineData("/[!a]", "/a", false)]
    [InlineData("/\\[a\\]", "/[a]", true)]
    public void Reads_as_documented(string pattern, string path, bool matches) =>
        Assert.Equal(matches, Glob.Parse(pattern).Matches(CanonicalPath.Parse(path)));

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_one_character() =>
        Assert.True(Glob.Parse("/a?").Matches(CanonicalPath.Parse(OsText.Decode([(byte)'/', (byte)'a', 0xFF]))));

    [Theory]
    [InlineData("", 0)]
    [InlineData("/a/../b", 3)]
    [InlineData("/a**", 2)]
    [InlineData("/a/***", 3)]
    [InlineData("/x{a,b}", 2)]
    [InlineData("/x]", 2)]
    [InlineData("/x[a", 2)]
    [InlineData("/x[a/b]", 2)]
    [InlineData("/x[]", 2)]
    [InlineData("/x[^a]", 3)]
    [InlineData("/x[z-a]", 3)]
    [InlineData("/a\\", 2)]
    [InlineData("/a\\/b", 2)]
    [InlineData("/\\.\\.", 1)]
    [InlineData("/a\0", 2)]
    public void Names_the_place_and_the_remedy(string pattern, int position)
    {
        Assert.False(Glob.TryParse(pattern, CanonicalPath.Root, out _, out var error));
        Assert.Equal(position, error.Position);
        Assert.NotEmpty(error.Remedy);
    }

    [Fact]
    public void Rejects_a_pattern_that_is_too_long()
    {
        Assert.True(Glob.TryParse("/" + new string('a', Glob.MaxLength - 1), CanonicalPath.Root, out _, out _));
        Assert.False(Glob.TryParse("/" + new string('a', Glob.MaxLength), CanonicalPath.Root, out _, out _));
    }

    [Fact]
    public void An_anchor_is_taken_literally()
    {
        var anchor = CanonicalPath.Parse("/w[1]/{x}*");
        Assert.True(Glob.TryParse("**/.env", anchor, out var glob, out _));
        Assert.True(glob.Matches(anchor.Combine("a/.env")));
        Assert.False(glob.Matches(CanonicalPath.Parse("/w1/{x}*/a/.env")));
        Assert.Equal(anchor, glob.Prefix);
    }

    [Theory]
    [InlineData("/a/b", "/a")]
    [InlineData("/a/b", "/a/*")]
    [InlineData("/a/*/c", "/a/**")]
    [InlineData("/a/x*", "/a/*")]
    [InlineData("/a/*", "/**/.env")]
    public void The_closer_description_is_the_more_specific(string closer, string wider) =>
        Assert.True(Glob.Parse(closer).Specificity > Glob.Parse(wider).Specificity);

    [Theory]
    [InlineData("/a/b")]
    [InlineData("/")]
    public void A_literal_pattern_is_as_specific_as_its_path(string path) =>
        Assert.Equal(Specificity.Of(CanonicalPath.Parse(path)), Glob.Parse(path).Specificity);

    [Theory]
    [InlineData("*a", 500, "a", 4000)]
    [InlineData("*[!b]", 200, "a", 4000)]
    [InlineData("**/a/", 200, "a/", 2000)]
    [InlineData("**/*a*a*b/", 60, "aaaaaaaa/", 400)]
    [InlineData("*?", 500, "a", 4000)]
    public void No_pattern_takes_more_steps_than_pattern_times_path(string pattern, int times, string path, int repeats)
    {
        var glob = Glob.Parse("/" + string.Concat(Enumerable.Repeat(pattern, times)) + "x");
        var hostile = ("/" + string.Concat(Enumerable.Repeat(path, repeats)))[..^1];
        long steps = 0;
        Assert.False(glob.Match(hostile, ancestors: true, ref steps));
        Assert.InRange(steps, repeats, (long)glob.Pattern.Length * hostile.Length * 2);
    }

}
