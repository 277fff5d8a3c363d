using System.Collections.Immutable;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// The answer to a <see cref="Request"/>, with everything that a refused person or agent needs to go on.
/// </summary>
/// <param name="Request">What was asked.</param>
/// <param name="Verdict">The answer.</param>
/// <param name="Chain">The rules that matched, weakest first; the last one decided. Never empty.</param>
/// <param name="Explanation">One sentence: which rule, which object, which right.</param>
/// <param name="Remedy">The one command or line that grants exactly this, and who may do so; null when allowed.</param>
public sealed record Decision(
    Request Request, Verdict Verdict, ImmutableArray<Reason> Chain, string Explanation, string? Remedy);
