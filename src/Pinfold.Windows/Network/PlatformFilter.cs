using System.Buffers.Binary;
using System.Net;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Network;

/// <summary>A filter as the platform gives it back. What cannot be read is no filter of the table.</summary>
internal static unsafe class PlatformFilter
{
    /// <summary>
    /// FWPM_FILTER_FLAG_INDEXED (fwpmtypes.h of the Windows SDK), the one flag that the platform sets by itself on a
    /// filter that works.
    /// </summary>
    private const uint Indexed = 0x40;

    /// <summary>
    /// True when it is <paramref name="wanted"/>: layer, sublayer, weight, lifetime, action and each condition, in any
    /// order. Of an account's descriptor whom it grants counts; what the platform makes of owner and label is not
    /// documented. The weight is the one that was asked for: of a number of 64 bits, the platform uses it as it is
    /// (Win32, <i>Filter Weight Assignment</i>), and gives it back as what it was added with; the weight that it
    /// computes of other kinds is in another member.
    /// </summary>
    internal static bool Is(FWPM_FILTER0* found, Filter wanted)
    {
        if (found->layerKey != FilterKeys.Of(wanted.Layer)
            || found->subLayerKey != wanted.Sublayer || found->action.type != ActionOf(wanted)
            || (found->flags & ~Indexed) != (uint)wanted.Flags || found->weight.type != Fwpuclnt.FWP_UINT64
            || *(ulong*)found->weight.uint64 != wanted.Weight || found->numFilterConditions != wanted.Conditions.Length)
            return false;
        var left = wanted.Conditions.ToList();
        for (var i = 0; i < found->numFilterConditions; i++)
        {
            var condition = found->filterCondition[i];
            var at = left.FindIndex(w => FilterKeys.Of(w.Field) == condition.fieldKey
                && (uint)w.Match == condition.matchType && Holds(condition.conditionValue, w.Value));
            if (at < 0) return false;
            left.RemoveAt(at);
        }

        return true;
    }

    internal static uint ActionOf(Filter filter) => filter.Action switch
    {
        FilterAction.Permit => Fwpuclnt.FWP_ACTION_PERMIT,
        FilterAction.Block => Fwpuclnt.FWP_ACTION_BLOCK,
        _ => throw new NotSupportedException($"a filter of ours does not {filter.Action}"),
    };

    private static bool Holds(FWP_CONDITION_VALUE0 found, FilterValue wanted) => wanted switch
    {
        FilterValue.Number n => NumberOf(found.type, found.uint64) == n.Value,
        FilterValue.Range r => found.type == Fwpuclnt.FWP_RANGE_TYPE && IsRange((FWP_RANGE0*)found.uint64, r),
        FilterValue.Descriptor d =>
            found.type == Fwpuclnt.FWP_SECURITY_DESCRIPTOR_TYPE && GrantedBy((FWP_BYTE_BLOB*)found.uint64) is { } whom
                && whom.SetEquals(GrantedBy(SecurityDescriptor.Parse(d.Sddl)) ?? []),
        FilterValue.Address a => NetworkOf(found, a.Network.BaseAddress.GetAddressBytes().Length == 16) is { } network
            && network.Equals(a.Network),
        FilterValue.Uuid u => found.type == Fwpuclnt.FWP_BYTE_ARRAY16_TYPE && *(Guid*)found.uint64 == u.Value,
        _ => false,
    };

    /// <summary>Null for what is no number.</summary>
    private static uint? NumberOf(uint type, ulong value) => type switch
    {
        Fwpuclnt.FWP_UINT8 => (byte)value,
        Fwpuclnt.FWP_UINT16 => (ushort)value,
        Fwpuclnt.FWP_UINT32 => (uint)value,
        _ => null,
    };

    private static bool IsRange(FWP_RANGE0* found, FilterValue.Range wanted) =>
        NumberOf(found->valueLow.type, found->valueLow.uint64) == wanted.Low
            && NumberOf(found->valueHigh.type, found->valueHigh.uint64) == wanted.High;

    /// <summary>
    /// A single address may be one or a network of one (Win32, <i>Filtering Condition Identifiers</i>).
    /// </summary>
    private static IPNetwork? NetworkOf(FWP_CONDITION_VALUE0 found, bool isV6)
    {
        switch (found.type)
        {
            case Fwpuclnt.FWP_UINT32 when !isV6: return new(V4((uint)found.uint64), 32);
            case Fwpuclnt.FWP_V4_ADDR_MASK when !isV6:
                var v4 = (FWP_V4_ADDR_AND_MASK*)found.uint64;
                var length = uint.LeadingZeroCount(~v4->mask);
                return v4->mask == (length == 0 ? 0 : uint.MaxValue << (int)(32 - length))
                    && (v4->addr & ~v4->mask) == 0
                    ? new(V4(v4->addr), (int)length)
                    : null;
            case Fwpuclnt.FWP_BYTE_ARRAY16_TYPE when isV6:
                return new(new IPAddress(new ReadOnlySpan<byte>((void*)found.uint64, 16)), 128);
            case Fwpuclnt.FWP_V6_ADDR_MASK when isV6:
                var v6 = new ReadOnlySpan<byte>((void*)found.uint64, 17);
                return v6[16] <= 128 && IPNetwork.TryParse($"{new IPAddress(v6[..16])}/{v6[16]}", out var network)
                    ? network
                    : null;
            default: return null;
        }
    }

    private static IPAddress V4(uint address)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, address);
        return new(bytes);
    }

    private static HashSet<Sid>? GrantedBy(FWP_BYTE_BLOB* blob) =>
        SecurityDescriptor.TryRead(new ReadOnlySpan<byte>(blob->data, (int)blob->size), out var descriptor, out _)
            ? GrantedBy(descriptor)
            : null;

    private static HashSet<Sid>? GrantedBy(SecurityDescriptor descriptor) =>
        descriptor.Dacl is { } list
            && list.Aces.All(a => a.Type == AceType.Allowed && a.Mask.Contains(FilterEngine.MatchRight))
            ? [.. list.Aces.Select(a => a.Sid)]
            : null;
}
