using System.Collections.Immutable;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Running;

/// <summary>What the user asked for on the command line of <c>run</c>.</summary>
internal sealed record RunOptions(string? Workspace, PolicyFlags Flags, ImmutableArray<string> Argv, bool Json);
