using System.Collections.Immutable;
using System.Globalization;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// Values as relations ask for them. Who writes a descriptor chooses the values: they are found by text, whose hashes
/// .NET makes unpredictable where too many collide, so that no choice makes a look-up slow.
/// </summary>
internal sealed class ValueSet(ImmutableArray<object> values, bool isCaseSensitive = false)
{
    private readonly Kinds _kinds = values.Aggregate(Kinds.None, (found, value) => found | KindOf(value));
    private HashSet<string>? _exact, _folded;

    [Flags]
    private enum Kinds
    {
        None = 0,
        Text = 1,
        Octets = 2,
        Sid = 4,
        Boolean = 8,

        /// <summary>0 or 1, which can be a boolean's.</summary>
        Bit = 16,

        Number = 32,
    }

    internal ImmutableArray<object> Values => values;

    internal bool IsCaseSensitive => isCaseSensitive;

    /// <summary>True when every value here can be equal or unequal to every one of <paramref name="other"/>.</summary>
    internal bool IsComparableTo(ValueSet other)
    {
        if (_kinds == Kinds.None || other._kinds == Kinds.None) return true;
        var both = _kinds | other._kinds;
        if (both is Kinds.Text or Kinds.Octets or Kinds.Sid) return true;
        return (both & ~(Kinds.Boolean | Kinds.Bit | Kinds.Number)) == Kinds.None
            && !(_kinds.HasFlag(Kinds.Boolean) && other._kinds.HasFlag(Kinds.Number))
            && !(_kinds.HasFlag(Kinds.Number) && other._kinds.HasFlag(Kinds.Boolean));
    }

    /// <summary>The values, each once.</summary>
    internal HashSet<string> Distinct(bool byCase) => byCase
        ? _exact ??= values.Select(Key).ToHashSet(StringComparer.Ordinal)
        : _folded ??= values.Select(Key).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static Kinds KindOf(object value) => value switch
    {
        string => Kinds.Text,
        ImmutableArray<byte> => Kinds.Octets,
        Sid => Kinds.Sid,
        bool => Kinds.Boolean,
        0L or 1L or 0UL or 1UL => Kinds.Bit,
        _ => Kinds.Number,
    };

    private static string Key(object value) => value switch
    {
        string text => text,
        ImmutableArray<byte> octets => Convert.ToHexString(octets.AsSpan()),
        bool flag => flag ? "1" : "0",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
