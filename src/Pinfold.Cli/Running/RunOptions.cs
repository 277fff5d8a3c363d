using System.Collections.Immutable;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>What the user asked for on the command line of <c>run</c> or <c>shell</c>.</summary>
/// <param name="Workspace">As typed; null: the current folder.</param>
/// <param name="Flags">The user's flags.</param>
/// <param name="Argv">Program and arguments.</param>
/// <param name="Json">The report as JSON.</param>
/// <param name="OwnTerminal">The command gets a terminal of its own, shown in the user's.</param>
internal sealed record RunOptions(string? Workspace, PolicyFlags Flags, ImmutableArray<string> Argv, bool Json,
    bool OwnTerminal = false);
