using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>One hand-off name with the reason that it gives.</summary>
internal sealed class Handoff(HandoffRule rule)
{
    internal HandoffRule Rule { get; } = rule;

    internal Reason Reason { get; } = new($"protect {OsText.Display(rule.Name)}", Verdict.Deny, rule.Origin);
}
