#pragma warning disable MA0009 // the input is our own source
using System.Text.RegularExpressions;
using Xunit;

namespace Pinfold.Core.Tests.Architecture;

/// <summary>What a reader may count on in every file.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 500, Median = 80;

    [Fact]
    public void No_file_is_longer_than_can_be_held_in_the_head()
    {
        var lengths = SourceTree.Files("src")
            .ToDictionary(f => f, f => SourceTree.Read(f).AsSpan().Count('\n'), StringComparer.Ordinal);
        Assert.True(lengths.Count > 100);
        Assert.DoesNotContain(lengths,
            f => f.Value > LongestFile && !f.Key.Contains("/Native/", StringComparison.Ordinal));
        Assert.InRange(lengths.Values.Order().ElementAt(lengths.Count / 2), 1, Median);
    }

    [Fact]
    public void No_type_is_named_after_nothing() =>
        Assert.DoesNotContain(SourceTree.Files("src"), f => VagueName().IsMatch(Path.GetFileNameWithoutExtension(f)));

    [Fact]
    public void A_folder_is_a_namespace() => Assert.All(
        SourceTree.Files("src").Where(f => !f.StartsWith("src/Pinfold.Launcher/Runtime/", StringComparison.Ordinal)),
        file =>
        {
            var declared = Namespace().Match(SourceTree.Read(file));
            if (declared.Success)
                Assert.Equal(SourceTree.FolderOf(file)["src/".Length..].Replace('/', '.'), declared.Groups[1].Value);
        });

    [Fact]
    public void No_exception_is_swallowed_and_nothing_is_left_for_later() => Assert.All(SourceTree.Files("src"), file =>
    {
        var text = SourceTree.Read(file);
        Assert.DoesNotMatch(Swallowed(), text);
        Assert.DoesNotMatch(Unfinished(), text);
    });

    [Fact]
    public void The_architecture_page_names_exactly_the_folders_that_exist()
    {
        var fenced = Fence().Matches(SourceTree.Read("ARCHITECTURE.md")).Select(m => m.Value);
        var named = fenced.SelectMany(text => FolderPath().Matches(text)).Select(m => m.Value.TrimEnd('/'))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        var existing = SourceTree.Files("src").Select(SourceTree.FolderOf)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        Assert.Equal(string.Join('\n', existing), string.Join('\n', named));
    }

    [GeneratedRegex("(Utils?|Utilities|Helpers?|Manager|Common|Misc|Stuff)$")]
    private static partial Regex VagueName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"catch\s*(\([^)]*\))?\s*\{\s*\}")]
    private static partial Regex Swallowed();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b|NotSupportedException\((path|request|\))")]
    private static partial Regex Unfinished();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?<![\w/])src/Pinfold\.[\w.]+(/\w+)*")]
    private static partial Regex FolderPath();
}
