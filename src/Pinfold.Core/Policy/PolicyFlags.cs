using System.Collections.Immutable;

namespace Pinfold.Core.Policy;

/// <summary>What the user said on the command line. It may widen what the files say; null or empty: not said.</summary>
public sealed record PolicyFlags
{
    /// <summary>How the fence is built.</summary>
    public FenceMode Mode { get; init; }

    /// <summary><c>--profile</c>.</summary>
    public Profile? Profile { get; init; }

    /// <summary><c>--network</c>.</summary>
    public NetworkMode? Network { get; init; }

    /// <summary>
    /// <c>--allow</c>: further hosts of the allow list, as in the file; without <see cref="Network"/> it asks for that
    /// mode.
    /// </summary>
    public ImmutableArray<string> Allow { get; init; } = [];

    /// <summary><c>--write</c>: further writable roots.</summary>
    public ImmutableArray<string> Write { get; init; } = [];

    /// <summary><c>--read</c>: secrets that may be read.</summary>
    public ImmutableArray<string> Read { get; init; } = [];

    /// <summary><c>--unprotect</c>: hand-off names that may be written.</summary>
    public ImmutableArray<string> Unprotect { get; init; } = [];

    /// <summary><c>--keep-env</c>: variables that pass although a rule removes them.</summary>
    public ImmutableArray<string> KeepEnvironment { get; init; } = [];

    /// <summary><c>--accept</c>: controls whose gaps are accepted.</summary>
    public ImmutableArray<string> Accept { get; init; } = [];

    /// <summary><c>--timeout</c>.</summary>
    public TimeSpan? Time { get; init; }
}
