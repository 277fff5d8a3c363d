using Pinfold.Core.Enforcement;

namespace Pinfold.Core.Policy;

/// <summary>The command line's flags as a layer.</summary>
internal static class FlagReader
{
    internal static LayerRules Read(PolicyFlags flags, PathSyntax paths, DiagnosticBag faults)
    {
        var rules = new LayerRules();
        if (flags.Profile is { } profile) rules.Ordered[PolicyKey.Profile] = new((long)profile, From("--profile"));
        if (flags.Network is { } mode) rules.Ordered[PolicyKey.Mode] = new((long)mode, From("--network"));
        if (!flags.Allow.IsEmpty)
        {
            rules.Allow = [.. Hosts(flags, faults)];
            rules.Ordered.TryAdd(PolicyKey.Mode, new((long)NetworkMode.Allowlist, From("--allow")));
        }

        if (flags.Time is { } time) rules.Ordered[PolicyKey.Time] = new(Positive(time, faults), From("--timeout"));
        rules.Write = [.. Paths(flags.Write.Where(t => !PathSyntax.IsTemp(t)), "--write", paths)];
        rules.Read = [.. Paths(flags.Read, "--read", paths)];
        rules.Unprotect = [.. Names(flags, paths, faults)];
        rules.Keep = [.. Variables(flags, faults)];
        rules.Accept = [.. Controls(flags, faults)];
        if (flags is { Profile: Profile.ReadOnly, Write: [var first, ..] })
            faults.Add(DiagnosticCode.Contradiction, From("--write"),
                $"--profile read-only allows no writing, and --write names {DiagnosticBag.Quote(first)}",
                "leave one of them out");
        return rules;
    }

    private static IEnumerable<PathRule> Paths(IEnumerable<string> texts, string flag, PathSyntax paths)
    {
        foreach (var text in texts)
            if (paths.Literal(text, From(flag)) is { } rule) yield return rule;
    }

    private static IEnumerable<Said<string>> Names(PolicyFlags flags, PathSyntax paths, DiagnosticBag faults)
    {
        foreach (var name in flags.Unprotect)
            if (EntryReader.HandoffName(new(name, From("--unprotect")), paths.Home, faults) is { } said)
                yield return said;
    }

    private static IEnumerable<HostRule> Hosts(PolicyFlags flags, DiagnosticBag faults)
    {
        foreach (var text in flags.Allow)
        {
            if (HostSyntax.Read(text, From("--allow"), faults) is { } rule) yield return rule;
        }
    }

    private static long Positive(TimeSpan time, DiagnosticBag faults)
    {
        if (time <= TimeSpan.Zero)
            faults.Add(DiagnosticCode.OutOfRange, From("--timeout"), "--timeout is not above zero",
                "give for example 90s or 30m");
        return time.Ticks;
    }

    private static IEnumerable<Said<string>> Variables(PolicyFlags flags, DiagnosticBag faults)
    {
        foreach (var name in flags.KeepEnvironment)
        {
            if (EntryReader.IsVariable(name)) yield return new(name, From("--keep-env"));
            else
                faults.Add(DiagnosticCode.MalformedVariable, From("--keep-env"),
                    $"{DiagnosticBag.Quote(name)} is no variable's name",
                    "give letters, digits and '_', with '*' for any run");
        }
    }

    private static IEnumerable<Said<Control>> Controls(PolicyFlags flags, DiagnosticBag faults)
    {
        foreach (var word in flags.Accept)
        {
            if (PolicyWords.Try(PolicyWords.Controls, word, out Control control))
                yield return new(control, From("--accept"));
            else faults.Add(DiagnosticCode.UnknownWord, From("--accept"), $"{DiagnosticBag.Quote(word)} is no control",
                Suggestion.For(word, PolicyWords.Controls));
        }
    }

    private static Origin From(string flag) => new(PolicyLayer.Flag, flag);
}
