using System.Collections.Immutable;

namespace Pinfold.Core.Decisions;

/// <summary>A writable place: a root of the policy, or a private folder or device of the fence's own.</summary>
internal sealed class Place(Reason reason, bool isRoot)
{
    internal Reason Reason { get; } = reason;

    /// <summary>A root of the policy: hand-off names are kept in it.</summary>
    internal bool IsRoot { get; } = isRoot;

    internal ImmutableArray<Reason> Chain { get; } = [Defaults.Writes, reason];
}
