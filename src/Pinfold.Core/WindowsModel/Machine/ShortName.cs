using System.Buffers;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// The 8.3 names that NTFS gives (MS-FSCC 2.1.5.2.1 says what they look like; the first four get the numbers 1 to 4,
/// later ones a hash, which is not modelled).
/// </summary>
internal static class ShortName
{
    private const string Replaced = "+,;=[]";
    private static readonly SearchValues<char> Long = SearchValues.Create(" " + Replaced);

    /// <summary>
    /// The short name of <paramref name="name"/> among its <paramref name="siblings"/>; null where the name is short
    /// already.
    /// </summary>
    internal static string? Of(string name, IEnumerable<string> siblings)
    {
        if (Stem(name) is not { } stem) return null;
        var number = 1;
        foreach (var sibling in siblings)
        {
            if (string.Equals(sibling, name, StringComparison.OrdinalIgnoreCase)) break;
            if (Stem(sibling) == stem) number++;
        }

        var (first, extension) = stem;
        return $"{first[..Math.Min(first.Length, 6)]}~{number}{(extension.Length > 0 ? "." : "")}{extension}";
    }

    private static (string First, string Extension)? Stem(string name)
    {
        var dot = name.LastIndexOf('.');
        var (first, extension) = dot > 0 ? (name[..dot], name[(dot + 1)..]) : (name, "");
        if (dot != 0 && first.Length <= 8 && extension.Length <= 3
            && !name.AsSpan().ContainsAny(Long) && name.Count(c => c == '.') <= 1)
            return null;
        var (shortFirst, shortExtension) = (Clean(first), Clean(extension));
        return (shortFirst[..Math.Min(6, shortFirst.Length)], shortExtension[..Math.Min(3, shortExtension.Length)]);
    }

    private static string Clean(string part) =>
        string.Concat(part.ToUpperInvariant().Where(c => c is not ('.' or ' '))
            .Select(c => Replaced.Contains(c, StringComparison.Ordinal) ? '_' : c));
}
