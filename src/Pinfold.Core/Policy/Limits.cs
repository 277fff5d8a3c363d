namespace Pinfold.Core.Policy;

/// <summary>Limits of one command. Null: none.</summary>
public sealed record Limits
{
    /// <summary>Processes and threads at once.</summary>
    public int? Processes { get; init; }

    /// <summary>Bytes of memory.</summary>
    public long? Memory { get; init; }

    /// <summary>Time from start to the end of the tree, on a monotonic clock.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Bytes of the private temporary folder.</summary>
    public long? Temp { get; init; }
}
