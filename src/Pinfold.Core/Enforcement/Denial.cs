namespace Pinfold.Core.Enforcement;

/// <summary>
/// One thing that the fence refused while the command ran. What the kernel alone refused is not known.
/// </summary>
/// <param name="Kind">What was refused.</param>
/// <param name="Object">What it was about, as <see cref="Paths.OsText"/>: the command chose it, so escape it before it
/// is shown.</param>
public sealed record Denial(DenialKind Kind, string Object)
{
    /// <summary>The rule that decided, where that is known.</summary>
    public string? Rule { get; init; }

    /// <summary>
    /// The flag of <c>pinfold run</c> that allows exactly this; null when it is not known, or when nothing can.
    /// </summary>
    public string? Remedy { get; init; }
}
