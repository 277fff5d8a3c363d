using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Attacks;

namespace Pinfold.Cli.Verifying;

/// <summary><c>pinfold verify</c>: the table of attacks → control and attempt of each → report.</summary>
internal static partial class Verify
{
    internal static int Execute(VerifyOptions options)
    {
        var attacks = Choose(options);
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

    private static ImmutableArray<Attack> Choose(VerifyOptions options)
    {
        var all = AllOf(options.Mode);
        foreach (var name in options.Attacks)
            if (all.All(a => a.Name != name)) throw new CommandException($"--attack '{name}' is no attack; 'pinfold verify --list' lists them");
        ImmutableArray<Attack> chosen =
        [
            .. all.Where(a => (options.Family is null || a.Family == options.Family)
                && (options.Attacks.IsEmpty || options.Attacks.Contains(a.Name, StringComparer.Ordinal))),
        ];
        if (!chosen.IsEmpty) return chosen;
        var families = string.Join(", ", all.Select(a => $"'{a.Family}'").Distinct(StringComparer.Ordinal));
        throw new CommandException($"no attack is in the family '{options.Family}'; the families are: {families}");
    }
}
