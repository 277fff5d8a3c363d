using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>Who may grant what was refused, and with which words. A rule of the machine yields to nobody below it.</summary>
internal static class Remedies
{
    internal static string Flag(Origin rule, string flag, string value) => rule.Layer == PolicyLayer.Machine
        ? Line(rule)
        : $"the user may grant it: pinfold run {flag} {ShellText.Quote(value)} -- …";

    internal static string Line(Origin rule) => rule.Layer switch
    {
        PolicyLayer.Machine => $"only the administrator may change the rule at {OsText.Display(rule.ToString())}",
        PolicyLayer.Flag => $"the user may leave out {OsText.Display(rule.Source)}",
        _ => $"the user may change the rule at {OsText.Display(rule.ToString())}",
    };
}
