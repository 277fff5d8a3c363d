using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>
/// Collects faults, so that all of them are reported at once; a hostile file cannot make more than <see cref="Max"/>.
/// </summary>
internal sealed class DiagnosticBag
{
    internal const int Max = 100;
    private readonly List<Diagnostic> _faults = [];
    private int _untold;

    internal bool IsEmpty => _faults.Count == 0;

    internal void Add(string code, Origin origin, string message, string remedy)
    {
        if (_faults.Count < Max) _faults.Add(new(code, origin, message, remedy));
        else _untold++;
    }

    /// <summary>In the order of layers and lines.</summary>
    internal ImmutableArray<Diagnostic> ToImmutable()
    {
        var sorted = _faults.OrderBy(f => f.Origin.Layer)
            .ThenBy(f => f.Origin.Line).ThenBy(f => f.Origin.Column).ToList();
        if (_untold > 0)
        {
            var last = sorted[^1].Origin with { Line = 0, Column = 0 };
            sorted.Add(new(DiagnosticCode.TooManyFaults, last, $"{_untold} more faults were found",
                "correct the ones above first"));
        }

        return [.. sorted];
    }

    /// <summary>Text of an input for a message: short, and safe to print.</summary>
    internal static string Quote(string text) =>
        text.Length <= 80 ? $"'{OsText.Display(text)}'" : $"'{OsText.Display(text[..80])}…'";
}
