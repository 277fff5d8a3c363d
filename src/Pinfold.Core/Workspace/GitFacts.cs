using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>What <see cref="GitDiscovery"/> found.</summary>
/// <param name="Directories">Git directories of the workspace.</param>
/// <param name="Protected">Paths inside the roots that trusted git would run or obey, existing or to be taken.</param>
/// <param name="Kinds">The kinds of all of these paths.</param>
public sealed record GitFacts(
    ImmutableArray<GitDirectory> Directories, ImmutableArray<CanonicalPath> Protected,
    IReadOnlyDictionary<CanonicalPath, PathKind> Kinds);
