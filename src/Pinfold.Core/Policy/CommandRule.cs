using System.Collections.Immutable;

namespace Pinfold.Core.Policy;

/// <summary>
/// A rule about an argument vector that starts with <paramref name="Prefix"/>, compared word by word.
/// </summary>
public sealed record CommandRule(ImmutableArray<string> Prefix, Verdict Verdict, Origin Origin);
