using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>Who may read what: everything but the secrets that no grant lifts.</summary>
internal sealed class ReadRules
{
    private readonly PathTrie<List<Secret>> _literal = new();
    private readonly List<Secret> _patterns = [];

    internal ReadRules(SandboxPolicy policy)
    {
        foreach (var rule in policy.DenyRead)
        {
            var secret = new Secret(rule, policy.Read);
            if (rule.Path is { } path) (_literal.At(path.Value).Value ??= []).Add(secret);
            else _patterns.Add(secret);
        }
    }

    internal Decision Decide(Request.Read request)
    {
        var secrets = Covering(request.Path);
        if (secrets is null)
            return new(request, Verdict.Allow, Chains.Reads,
                $"reading {request.Path} is allowed: no rule denies it", null);

        var denying = Denying(secrets, request.Path);
        var chain = secrets is [{ } only] && denying is not null ? only.Alone : Chains.Of(secrets, request.Path);
        return denying is null
            ? new(request, Verdict.Allow, chain, $"reading {request.Path} is allowed by {chain[^1].Cited}", null)
            : new(request, Verdict.Deny, chain, Refusal("reading", request.Path, denying),
                Remedy(denying, request.Path));
    }

    /// <summary>The secret that keeps <paramref name="path"/> from being read, or null.</summary>
    internal Secret? Denying(CanonicalPath path) => Covering(path) is { } secrets ? Denying(secrets, path) : null;

    internal static string Refusal(string right, CanonicalPath path, Secret secret) =>
        $"{right} {path} is denied by {secret.Reason.Cited}";

    internal static string Remedy(Secret secret, CanonicalPath path) =>
        Remedies.Flag(secret.Rule.Origin, "--read", ShellText.Quote(path));

    private static Secret? Denying(List<Secret> secrets, CanonicalPath path)
    {
        for (var i = secrets.Count - 1; i >= 0; i--)
            if (secrets[i].GrantFor(path) is null) return secrets[i];
        return null;
    }

    /// <summary>
    /// The rules that name <paramref name="path"/>: patterns, then literal ones from the outside in; null when there is
    /// none.
    /// </summary>
    private List<Secret>? Covering(CanonicalPath path)
    {
        List<Secret>? found = null;
        foreach (var secret in _patterns)
            if (secret.Rule.Covers(path)) (found ??= []).Add(secret);

        var walk = new PathWalk(path.Value);
        for (var place = _literal; place is not null; place = walk.Next() ? place.Child(walk.Name) : null)
            if (place.Value is { } here) (found ??= []).AddRange(here);
        return found;
    }
}
