namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>One condition of a filter.</summary>
/// <param name="Field">What is asked about.</param>
/// <param name="Match">How it is compared.</param>
/// <param name="Value">With what.</param>
public sealed record FilterCondition(FilterField Field, FilterMatch Match, FilterValue Value)
{
    /// <summary>One line for people and for approved text.</summary>
    public override string ToString() => Match switch
    {
        FilterMatch.Equal or FilterMatch.Range => $"{Field} {Value}",
        _ => $"{Field} {Match} {(Value is FilterValue.Number n && Field == FilterField.Flags ? ((TrafficFlags)n.Value).ToString() : Value.ToString())}",
    };

    /// <summary>True when the condition holds. What the traffic does not have matches nothing (FWP_EMPTY).</summary>
    /// <param name="traffic">What is asked about.</param>
    /// <param name="mapping">What FWP_ACTRL_MATCH_FILTER counts as: see <see cref="FilterEngine.Mappings"/>.</param>
    internal bool Holds(Traffic traffic, in GenericMapping mapping) => (Field, Value) switch
    {
        (FilterField.User or FilterField.Caller, FilterValue.Descriptor d) =>
            Access.AccessCheck.Check(traffic.User, d.Parsed, FilterEngine.MatchRight, mapping).IsGranted,
        (FilterField.RpcInterface, FilterValue.Uuid u) => traffic.RpcInterface == u.Value,
        (FilterField.App, FilterValue.Text t) =>
            string.Equals(traffic.App, t.Value, StringComparison.OrdinalIgnoreCase),
        (FilterField.LocalAddress, FilterValue.Address a) =>
            traffic.LocalAddress is { } local && a.Network.Contains(local),
        (FilterField.RemoteAddress, FilterValue.Address a) =>
            traffic.RemoteAddress is { } remote && a.Network.Contains(remote),
        _ => NumberOf(traffic) is { } number && Compares(number),
    };

    private uint? NumberOf(Traffic traffic) => Field switch
    {
        FilterField.Protocol => traffic.Protocol,
        FilterField.LocalPort => traffic.LocalPort,
        FilterField.RemotePort => traffic.RemotePort,
        FilterField.Flags => (uint)traffic.Flags,
        FilterField.PromiscuousMode => traffic.PromiscuousMode,
        _ => null,
    };

    private bool Compares(uint number) => (Match, Value) switch
    {
        (FilterMatch.Equal, FilterValue.Number v) => number == v.Value,
        (FilterMatch.Range, FilterValue.Range v) => number >= v.Low && number <= v.High,
        (FilterMatch.FlagsAllSet, FilterValue.Number v) => (number & v.Value) == v.Value,
        (FilterMatch.FlagsAnySet, FilterValue.Number v) => (number & v.Value) != 0,
        (FilterMatch.FlagsNoneSet, FilterValue.Number v) => (number & v.Value) == 0,
        _ => false,
    };
}
