using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// Who may run what: argument vectors by prefix, word by word. The strictest match wins, then the longest.
/// </summary>
internal sealed class CommandRules
{
    private readonly Dictionary<string, List<(CommandRule Rule, Reason Reason)>> _byProgram = [];
    private readonly Dictionary<string,
        List<(CommandRule Rule, Reason Reason)>>.AlternateLookup<ReadOnlySpan<char>> _byName;

    internal CommandRules(SandboxPolicy policy)
    {
        _byName = _byProgram.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var rule in policy.Commands.Where(r => r.Prefix.Length > 0)
            .OrderBy(r => r.Verdict).ThenBy(r => r.Prefix.Length))
        {
            if (!_byProgram.TryGetValue(rule.Prefix[0], out var rules)) _byProgram[rule.Prefix[0]] = rules = [];
            rules.Add((rule, new($"command {Words(rule.Prefix)}", rule.Verdict, rule.Origin)));
        }
    }

    internal Decision Decide(Request.Run request)
    {
        var argv = request.Argv.IsDefault ? [] : request.Argv;
        if (argv.Length == 0 || argv[0].Length == 0)
            return new(request, Verdict.Deny, [Defaults.Malformed], "running is denied: no program is named", null);

        var matches = new List<(CommandRule Rule, Reason Reason)>();
        Match(argv[0], argv, matches);
        var slash = argv[0].LastIndexOf('/');
        if (slash >= 0) Match(argv[0].AsSpan(slash + 1), argv, matches);
        if (matches.Count == 0)
            return new(request, Verdict.Allow, Chains.Commands,
                $"running {ShellText.Quote(argv[0])} is allowed: no rule names it", null);

        matches.Sort(
            (a, b) => (a.Rule.Verdict, a.Rule.Prefix.Length).CompareTo((b.Rule.Verdict, b.Rule.Prefix.Length)));
        var (deciding, reason) = matches[^1];
        var verb = deciding.Verdict switch
        {
            Verdict.Allow => "is allowed",
            Verdict.Ask => "needs a person's consent",
            _ => "is denied"
        };
        return new(
            request, deciding.Verdict, [Defaults.Commands, .. matches.Select(m => m.Reason)],
            $"running {Words(argv)} {verb} by {reason.Cited}",
            deciding.Verdict == Verdict.Allow ? null : Remedies.Line(deciding.Origin));
    }

    private void Match(ReadOnlySpan<char> program, ImmutableArray<string> argv,
        List<(CommandRule Rule, Reason Reason)> matches)
    {
        if (!_byName.TryGetValue(program, out var rules)) return;
        foreach (var match in rules)
            if (match.Rule.Prefix.Length <= argv.Length
                && match.Rule.Prefix.AsSpan()[1..].SequenceEqual(argv.AsSpan()[1..match.Rule.Prefix.Length]))
                matches.Add(match);
    }

    private static string Words(ImmutableArray<string> words)
    {
        const int Shown = 8;
        var text = string.Join(' ', words.Take(Shown).Select(ShellText.Quote));
        return words.Length > Shown ? text + " …" : text;
    }
}
