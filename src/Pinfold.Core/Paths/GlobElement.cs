using System.Runtime.InteropServices;

namespace Pinfold.Core.Paths;

/// <summary>One element of a name's pattern: a character, any character, a class, or any run.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Character">The code point, for <see cref="GlobElementKind.Character"/>.</param>
/// <param name="Ranges">Pairs of first and last code point, for a class.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GlobElement(GlobElementKind Kind, int Character = 0, int[]? Ranges = null)
{
    internal bool Accepts(int character) => Kind switch
    {
        GlobElementKind.Character => character == Character,
        GlobElementKind.AnyCharacter => true,
        GlobElementKind.Class => InRanges(character),
        GlobElementKind.NegatedClass => !InRanges(character),
        _ => false,
    };

    private bool InRanges(int character)
    {
        for (var i = 0; i < Ranges!.Length; i += 2)
            if (character >= Ranges[i] && character <= Ranges[i + 1]) return true;
        return false;
    }
}
