namespace Pinfold.Core.Tests.Workspace;

/// <summary>A file or folder in memory.</summary>
internal sealed class ModelNode
{
    private static int _last;

    internal int Number { get; } = ++_last;

    internal bool IsFolder { get; init; }

    internal bool IsClosed { get; set; }

    /// <summary>Somebody has it open, so that it cannot be moved.</summary>
    internal bool IsHeld { get; set; }

    /// <summary>What the system says when it is to be moved.</summary>
    internal Exception? Error { get; set; }

    internal long Change { get; set; }

    internal string Text { get; set; } = "";

    internal byte[]? Bytes { get; init; }

    internal SortedDictionary<string, ModelNode> Entries { get; } = new(StringComparer.OrdinalIgnoreCase);
}
