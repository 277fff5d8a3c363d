using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>One <c>deny_read</c> rule and the <c>read</c> rules that may re-open something of it.</summary>
internal sealed class Secret
{
    private readonly ImmutableArray<(PathRule Rule, Reason Reason)> _grants;

    internal Secret(PathRule rule, IEnumerable<PathRule> grants)
    {
        Rule = rule;
        Reason = new($"deny_read {rule.Shown}", Verdict.Deny, rule.Origin);
        Alone = [Defaults.Reads, Reason];
        _grants = SandboxPolicy.IsReopenable(rule)
            ? [.. grants.Where(rule.Contains).Select(g => (g, new Reason($"read {g.Shown}", Verdict.Allow, g.Origin)))]
            : [];
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
}
