using System.Collections.Immutable;
using Pinfold.Core.Attacks;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Verifying;

/// <summary>What the user asked for on the command line of <c>verify</c>.</summary>
internal sealed record VerifyOptions(bool Json, bool List, string? Family, ImmutableArray<string> Attacks,
    AttackLayers Without, FenceMode Mode);
