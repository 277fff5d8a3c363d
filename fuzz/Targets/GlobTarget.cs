using Pinfold.Core.Paths;
using Pinfold.Core.Tests.Paths;

namespace Pinfold.Fuzz.Targets;

/// <summary>A pattern, a newline, a path: the matcher agrees with the naive one.</summary>
internal static class GlobTarget
{
    private const int LongestForNaive = 48, StarsForNaive = 5;

    internal static void Run(byte[] input)
    {
        var text = OsText.Decode(input);
        var newline = text.IndexOf('\n', StringComparison.Ordinal);
        if (newline < 0 || !CanonicalPath.TryParse(text[(newline + 1)..], out var path, out _)) return;
        if (!Glob.TryParse(text[..newline], CanonicalPath.Root, out var glob, out var error))
        {
            Claim.That(error.Message.Length > 0 && error.Position >= 0 && error.Position <= newline,
                "an error says what and where");
            return;
        }

        Claim.That(!glob.Matches(path) || glob.Covers(path), "what matches is covered");
        Claim.That(!glob.Covers(path) || path.IsWithin(glob.Prefix), "what is covered lies below the prefix");
        Claim.That(glob.Covers(path) == glob.Covers(path.Combine("x")) || !glob.Covers(path),
            "a covered path covers what is below");
        Claim.That(Glob.Parse(Glob.Escape(path.Value)).Matches(path), "an escaped path matches itself");
        Claim.That(Glob.Parse(glob.Pattern).Equals(glob), "a pattern's text is the pattern");
        var stars = glob.Pattern.AsSpan().Count('*');
        if (glob.Pattern.Length > LongestForNaive || path.Value.Length > LongestForNaive || stars > StarsForNaive)
            return;
        Claim.That(glob.Matches(path) == NaiveMatcher.Matches(glob.Pattern, path.Value),
            "the matcher agrees with the naive one");
        Claim.That(glob.Covers(path) == NaiveMatcher.Covers(glob.Pattern, path.Value),
            "covering agrees with the naive one");
    }
}
