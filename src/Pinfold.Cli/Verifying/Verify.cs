using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Verifying;

/// <summary><c>pinfold verify</c>: the table of attacks → control and attempt of each → report.</summary>
internal static partial class Verify
{
    internal static int Execute(VerifyOptions options)
    {
        var attacks = Choose(options);
        if (options.List && options.Json)
        {
            Messages.Output(AttackReportText.Json(attacks));
            return ExitStatus.Success;
        }

        if (options.List)
        {
            foreach (var attack in attacks)
                Messages.Output($"{attack.Name,-42} {attack.Family,-26} "
                    + $"{attack.Gain}{(attack.Gap is null ? "" : $" (expected to work: {attack.Gap})")}\n");
            return ExitStatus.Success;
        }

        var progress = new VerifyProgress(attacks.Length, options.Json);
        var report = Run(attacks, options, UserFolders.Find(), progress);
        Messages.Output(options.Json ? AttackReportText.Json(report) : AttackReportText.Table(report));
        return report.Holds ? ExitStatus.Success : ExitStatus.No;
    }

    /// <summary>The names of all families, for completion.</summary>
    internal static IEnumerable<string> Families => All.Select(a => a.Family).Distinct(StringComparer.Ordinal);

    /// <summary>The names of all attacks, for completion.</summary>
    internal static IEnumerable<string> Names => All.Select(a => a.Name).Distinct(StringComparer.Ordinal);

    private static IEnumerable<Attack> All => AllOf(FenceMode.Unelevated).Concat(AllOf(FenceMode.Elevated));

    private static ImmutableArray<Attack> Choose(VerifyOptions options)
    {
        var all = AllOf(options.Mode);
        string[] families = [.. all.Select(a => a.Family).Distinct(StringComparer.Ordinal)];
        var faults = options.Attacks.Where(name => all.All(a => a.Name != name))
            .Select(name => $"--attack '{OsText.Display(name)}' is no attack; "
                + (Suggestion.Nearest(name, all.Select(a => a.Name)) is { } near
                    ? $"did you mean '{near}'?"
                    : "'pinfold verify --list' lists them"))
            .ToList();
        if (options.Family is { } family && !families.Contains(family, StringComparer.Ordinal))
            faults.Add($"no attack is in the family '{OsText.Display(family)}'; "
                + (Suggestion.Nearest(family, families) is { } near
                    ? $"did you mean '{near}'?"
                    : $"the families are: {string.Join(", ", families.Select(f => $"'{f}'"))}"));
        if (faults.Count > 0) throw new CommandException(faults);
        ImmutableArray<Attack> chosen =
        [
            .. all.Where(a => (options.Family is null || a.Family == options.Family)
                && (options.Attacks.IsEmpty || options.Attacks.Contains(a.Name, StringComparer.Ordinal))),
        ];
        return chosen.IsEmpty
            ? throw new CommandException(
                $"none of the attacks named is in the family '{options.Family}'; leave one of them out")
            : chosen;
    }
}
