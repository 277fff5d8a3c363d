namespace Pinfold.Windows.Processes;

/// <summary>A program, or why there is none.</summary>
/// <param name="Path">Its full path; null when there is none.</param>
/// <param name="Reason">Why there is none.</param>
public sealed record ProgramFound(string? Path, string? Reason)
{
    /// <summary>True for an app execution alias, which is to be resolved.</summary>
    public bool IsAlias { get; init; }
}
