namespace Pinfold.Windows.FileAccess;

/// <summary>A path that could not be changed; the others were.</summary>
/// <param name="Path">Which.</param>
/// <param name="Reason">Why, with the system's error.</param>
public sealed record PathFault(string Path, string Reason);
