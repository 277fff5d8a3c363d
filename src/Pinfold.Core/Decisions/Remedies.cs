using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// Who may grant what was refused, and with which words. What the machine's or the project's file says yields to no
/// flag.
/// </summary>
internal static class Remedies
{
    /// <param name="rule">Where the rule was said.</param>
    /// <param name="flag">The flag.</param>
    /// <param name="value">Its value, quoted.</param>
    internal static string Flag(Origin rule, string flag, string value) =>
        rule.Layer is PolicyLayer.BuiltIn or PolicyLayer.User
            ? rule == Origin.OwnFolder
                ? "nobody can grant it: Pinfold keeps its own folders"
                : $"the user may grant it: pinfold run {flag} {value} -- …"
            : Line(rule);

    internal static string Line(Origin rule) => rule.Layer == PolicyLayer.Machine
        ? $"only the administrator may change the rule at {OsText.Display(rule.ToString())}"
        : $"the user may change the rule at {OsText.Display(rule.ToString())}";
}
