using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>One name that an audit found.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Folder">The folder's place in the new list.</param>
public sealed record Found(CanonicalPath Path, FoundKind Kind, int Folder);
