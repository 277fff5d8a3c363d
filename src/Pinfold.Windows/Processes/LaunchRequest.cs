using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Windows.Processes;

/// <summary>One command to run inside a fence.</summary>
public sealed record LaunchRequest
{
    /// <summary>Program and arguments; the program is looked up in the PATH of <see cref="Environment"/>.</summary>
    public required ImmutableArray<string> Argv { get; init; }

    /// <summary>Where it starts.</summary>
    public required CanonicalPath WorkingDirectory { get; init; }

    /// <summary>Its whole environment, already filtered.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Environment { get; init; }

    /// <summary>Time until the tree is killed, on a monotonic clock. Null: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>Columns and rows of a terminal of its own. Null: it gets this process's standard streams.</summary>
    public (short Columns, short Rows)? Terminal { get; init; }
}
