using System.Reflection;
using System.Text.RegularExpressions;
using Pinfold.Core.Policy;
using Pinfold.Core.Tests.Architecture;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed partial class DiagnosticCodeTests
{
    private static readonly string[] Codes =
        [.. typeof(DiagnosticCode).GetFields(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(f => (string)f.GetRawConstantValue()!)];

    [Fact]
    public void Each_code_is_unique_and_documented_and_no_other_is()
    {
        Assert.Equal(Codes.Length, Codes.Distinct(StringComparer.Ordinal).Count());
        var documented = Row().Matches(File.ReadAllText(Path.Combine(SourceTree.Root, "docs/policy.md")))
            .Select(m => m.Groups["code"].Value);
        Assert.Equal(Codes.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Codes_are_written_in_one_place()
    {
        var elsewhere = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "src"), "*.cs",
            SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) is not ("DiagnosticCode.cs" or "Diagnostic.cs")
                && Code().IsMatch(File.ReadAllText(f)));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Each_code_has_a_test_that_provokes_it()
    {
        var tests = Directory.EnumerateFiles(Path.Combine(SourceTree.Root, "tests/Pinfold.Core.Tests/Policy"), "*.cs")
            .SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Value))
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Codes.Except(tests, StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| (?<code>PF1\d{3}) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex(@"PF1\d{3}", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
