using System.Buffers;
using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>One <c>deny_read</c> rule and the <c>read</c> grants that may lift it.</summary>
internal sealed class Secret
{
    private static readonly SearchValues<char> Wild = SearchValues.Create("*?[]{}!\\");
    private readonly ImmutableArray<(PathRule Rule, Reason Reason)> _grants;

    internal Secret(PathRule rule, IEnumerable<PathRule> grants)
    {
        Rule = rule;
        Reason = new($"deny_read {OsText.Display(rule.Pattern)}", Verdict.Deny, rule.Origin);
        Alone = [Defaults.Reads, Reason];
        _grants =
        [
            .. grants.Where(g => MayLift(g.Origin.Layer, rule.Origin.Layer) && IsWithin(g, rule))
                .Select(g => (g, new Reason($"read {OsText.Display(g.Pattern)}", Verdict.Allow, g.Origin))),
        ];
    }

    internal PathRule Rule { get; }

    internal Reason Reason { get; }

    /// <summary>The chain of a refusal by this rule alone.</summary>
    internal ImmutableArray<Reason> Alone { get; }

    /// <summary>The grant that lifts the rule for <paramref name="path"/>, or null.</summary>
    internal Reason? GrantFor(CanonicalPath path)
    {
        foreach (var (rule, reason) in _grants)
            if (rule.Covers(path)) return reason;
        return null;
    }

    /// <summary>A layer only tightens the ones before it, but the built-in list is there to be lifted, and flags are the user's.</summary>
    private static bool MayLift(PolicyLayer grant, PolicyLayer deny) => grant switch
    {
        PolicyLayer.Machine => deny is PolicyLayer.BuiltIn or PolicyLayer.Machine,
        PolicyLayer.User => deny is PolicyLayer.BuiltIn or PolicyLayer.User,
        PolicyLayer.Flag => deny != PolicyLayer.Machine,
        _ => false,
    };

    /// <summary>True when all that <paramref name="inner"/> names, <paramref name="outer"/> names too; false when that is not certain.</summary>
    private static bool IsWithin(PathRule inner, PathRule outer) =>
        inner.Pattern == outer.Pattern || outer.Covers(inner.Path ?? LiteralPart(inner.Pattern));

    private static CanonicalPath LiteralPart(string pattern)
    {
        var wild = pattern.AsSpan().IndexOfAny(Wild);
        var slash = wild < 0 ? pattern.Length : pattern.LastIndexOf('/', wild);
        return CanonicalPath.TryParse(pattern[..Math.Max(0, slash)], out var path, out _) ? path : CanonicalPath.Root;
    }
}
