namespace Pinfold.Core.Paths;

/// <summary>Why a text is no pattern.</summary>
/// <param name="Position">Index into the text, from 0.</param>
/// <param name="Message">The cause.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record GlobError(int Position, string Message, string Remedy);
