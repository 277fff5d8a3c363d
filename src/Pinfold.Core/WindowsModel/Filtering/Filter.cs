using System.Collections.Immutable;
using System.Globalization;

namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>A filter (FWPM_FILTER0).</summary>
/// <param name="Key">Its GUID.</param>
/// <param name="Name">For people.</param>
/// <param name="Layer">Where it is asked.</param>
/// <param name="Sublayer">Its sublayer's GUID.</param>
/// <param name="Weight">The higher one in a sublayer is asked first.</param>
/// <param name="Action">What it does.</param>
/// <param name="Conditions">
/// All must hold; of several about the same field, one (Win32, FWPM_FILTER0). None at all matches everything.
/// </param>
/// <param name="Flags">How long it lives, and how hard its permit is.</param>
public sealed record Filter(
    Guid Key, string Name, FilterLayer Layer, Guid Sublayer, ulong Weight,
    FilterAction Action, ImmutableArray<FilterCondition> Conditions,
    FilterFlags Flags)
{
    /// <summary>True when a lower sublayer cannot change its action, a veto apart.</summary>
    public bool IsHard => Action == FilterAction.Block || Flags.HasFlag(FilterFlags.ClearActionRight);

    /// <summary>One line for people and for approved text.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Layer,-9} {Weight,2} {Action,-6} {Flags}: {(Conditions.IsEmpty ? "everything" : string.Join(", ", Conditions))}");

    /// <summary>True when the filter has something to say about <paramref name="traffic"/>.</summary>
    internal bool Matches(Traffic traffic, in GenericMapping mapping)
    {
        if (Layer != traffic.Layer || Flags.HasFlag(FilterFlags.Disabled)) return false;
        foreach (var condition in Conditions)
        {
            var holds = false;
            foreach (var other in Conditions)
                holds |= other.Field == condition.Field && other.Holds(traffic, mapping);
            if (!holds) return false;
        }

        return true;
    }
}
