using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>One hand-off name with the reason that it gives.</summary>
internal sealed class Handoff(string name, Origin origin, string? remedy = null)
{
    internal Reason Reason { get; } = new($"protect {OsText.Display(name)}", Verdict.Deny, origin);

    internal string Remedy { get; } = remedy ?? Remedies.Flag(origin, "--unprotect", ShellText.Quote(name));
}
