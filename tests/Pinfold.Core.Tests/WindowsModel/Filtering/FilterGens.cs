using System.Collections.Immutable;
using System.Net;
using CsCheck;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Tests.WindowsModel.Filtering;

/// <summary>Filters of other programs, and traffic, small enough that they meet.</summary>
internal static class FilterGens
{
    internal static readonly Gen<FilterLayer> Layer = Gen.Enum<FilterLayer>();

    internal static readonly Gen<FilterAction> Action = Gen.Enum<FilterAction>();

    private static readonly IPAddress[] V4 = [.. ((string[])["127.0.0.1",
        "127.0.0.2", "192.168.1.5", "10.0.0.1", "169.254.169.254", "203.0.113.7"]).Select(IPAddress.Parse)];
    private static readonly IPAddress[] V6 =
        [.. ((string[])["::1", "fe80::1", "fd00::1", "2001:db8::7"]).Select(IPAddress.Parse)];
    private static readonly Gen<uint> Port = Gen.OneOf(53u, 80u, 443u, 3128u, 5173u, 49700u);
    private static readonly Gen<uint> Protocol = Gen.OneOf(1u, 6u, 17u, 58u, 132u);

    private static readonly Gen<Guid> RpcInterface = Gen.OneOf(FilterTable.DnsClient, Id(7));

    private static readonly Gen<FilterCondition> Condition = Gen.OneOf(
        RpcInterface.Select(
            i => new FilterCondition(FilterField.RpcInterface, FilterMatch.Equal, new FilterValue.Uuid(i))),
        Protocol.Select(p => new FilterCondition(FilterField.Protocol, FilterMatch.Equal, new FilterValue.Number(p))),
        Port.Select(p => new FilterCondition(FilterField.RemotePort, FilterMatch.Equal, new FilterValue.Number(p))),
        Port.Select(p => new FilterCondition(FilterField.LocalPort, FilterMatch.Range, new FilterValue.Range(0, p))),
        Gen.OneOf("0.0.0.0/0", "127.0.0.0/8", "::/0", "203.0.113.0/24").Select(n => new FilterCondition(
            FilterField.RemoteAddress, FilterMatch.Equal, new FilterValue.Address(IPNetwork.Parse(n)))),
        Gen.OneOf(TrafficFlags.Loopback, TrafficFlags.RawEndpoint)
            .Select(
                f => new FilterCondition(FilterField.Flags, FilterMatch.FlagsAllSet, new FilterValue.Number((uint)f))),
        Gen.OneOf("D:(A;;CC;;;WD)", "D:(A;;CC;;;AU)", $"D:(A;;CC;;;{FreshWindows11.Me})")
            .Select(d => new FilterCondition(FilterField.User, FilterMatch.Equal, new FilterValue.Descriptor(d))));

    /// <summary>Sublayers in the order in which they are listed, with weights that may be equal.</summary>
    internal static readonly Gen<ImmutableArray<Sublayer>> Sublayers = Gen.UShort[0, 3].Array[1, 4]
        .Select(weights => weights.Select((w, i) => new Sublayer(Id(i), $"sublayer {i}", w)).ToImmutableArray());

    internal static Gen<Filter> Filter(int sublayers) =>
        Gen.Select(Layer, Gen.Int[0, sublayers - 1], Gen.ULong[0, 4], Action, Condition.Array[0, 2], Gen.Bool, Gen.Guid)
            .Select((layer, sublayer, weight, action, conditions, hard, key) =>
                new Filter(key, "other", layer, Id(sublayer), weight, action, [.. conditions],
                    FilterFlags.Persistent | (hard ? FilterFlags.ClearActionRight : FilterFlags.None)));

    internal static Gen<(ImmutableArray<Sublayer> Sublayers, ImmutableArray<Filter> Filters)> Table { get; } =
        Sublayers.SelectMany(s => Filter(s.Length).Array[0, 8].Select(f => (s, f.ToImmutableArray())));

    internal static Gen<Traffic> Traffic(Token user) =>
        Gen.Select(Layer, Protocol, Port, Port, Gen.Int[0, 5], Gen.Bool, Gen.Bool, RpcInterface)
            .Select((layer, protocol, local, remote, address, loopback, raw, called) =>
            {
                if (layer == FilterLayer.RpcCall) return new Traffic(layer, user) { RpcInterface = called };
                var isAssign = layer is FilterLayer.AssignV4 or FilterLayer.AssignV6;
                var isListen = layer is FilterLayer.ListenV4 or FilterLayer.ListenV6;
                var addresses = FilterKeys.IsV6(layer) ? V6 : V4;
                return new Traffic(layer, user)
                {
                    Protocol = isListen ? null : protocol, LocalPort = local,
                    RemotePort = isAssign || isListen ? null : remote,
                    RemoteAddress = isAssign || isListen ? null : addresses[address % addresses.Length],
                    LocalAddress = addresses[address * 7 % addresses.Length],
                    Flags = (loopback ? TrafficFlags.Loopback : TrafficFlags.None)
                        | (raw ? TrafficFlags.RawEndpoint : TrafficFlags.None),
                };
            });

    internal static Guid Id(int number) => new(number, 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]);
}
