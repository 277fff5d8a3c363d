using System.Buffers.Binary;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Network;

/// <summary>A filter's conditions in the platform's structures, and the memory that they point to.</summary>
internal sealed unsafe class FilterMemory : IDisposable
{
    private readonly List<nint> _blocks = [];

    /// <summary>The conditions, as many as the filter has.</summary>
    internal FWPM_FILTER_CONDITION0* Of(Filter filter)
    {
        var conditions = (FWPM_FILTER_CONDITION0*)Block(sizeof(FWPM_FILTER_CONDITION0) * filter.Conditions.Length);
        for (var i = 0; i < filter.Conditions.Length; i++)
        {
            var condition = filter.Conditions[i];
            conditions[i] = new()
            {
                fieldKey = FilterKeys.Of(condition.Field),
                matchType = (uint)condition.Match, conditionValue = ValueOf(condition)
            };
        }

        return conditions;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks) NativeMemory.Free((void*)block);
        _blocks.Clear();
    }

    private FWP_CONDITION_VALUE0 ValueOf(FilterCondition condition) => condition.Value switch
    {
        FilterValue.Number n => new() { type = WidthOf(condition.Field), uint64 = n.Value },
        FilterValue.Range r => new() { type = Fwpuclnt.FWP_RANGE_TYPE, uint64 = (ulong)RangeOf(condition.Field, r) },
        FilterValue.Descriptor d => new()
        {
            type = Fwpuclnt.FWP_SECURITY_DESCRIPTOR_TYPE,
            uint64 = (ulong)Blob(SecurityDescriptor.Parse(d.Sddl).ToBytes())
        },
        FilterValue.Address a => AddressOf(a),
        FilterValue.Uuid u => new() { type = Fwpuclnt.FWP_BYTE_ARRAY16_TYPE, uint64 = (ulong)UuidOf(u.Value) },
        _ => throw new NotSupportedException(
            $"a filter of ours has no condition with {condition.Value.GetType().Name}"),
    };

    /// <summary>As the field has it (Win32, <i>Filtering Condition Identifiers</i>).</summary>
    private static uint WidthOf(FilterField field) => field switch
    {
        FilterField.Protocol => Fwpuclnt.FWP_UINT8,
        FilterField.LocalPort or FilterField.RemotePort => Fwpuclnt.FWP_UINT16,
        FilterField.Flags or FilterField.PromiscuousMode => Fwpuclnt.FWP_UINT32,
        _ => throw new NotSupportedException($"{field} is no number"),
    };

    private FWP_RANGE0* RangeOf(FilterField field, FilterValue.Range range)
    {
        var made = (FWP_RANGE0*)Block(sizeof(FWP_RANGE0));
        made->valueLow = new() { type = WidthOf(field), uint64 = range.Low };
        made->valueHigh = new() { type = WidthOf(field), uint64 = range.High };
        return made;
    }

    /// <summary>
    /// IPv4 in the host's order with a mask, IPv6 in the network's with a length (FWP_V4_ADDR_AND_MASK,
    /// FWP_V6_ADDR_AND_MASK).
    /// </summary>
    private FWP_CONDITION_VALUE0 AddressOf(FilterValue.Address address)
    {
        var bytes = address.Network.BaseAddress.GetAddressBytes();
        var length = address.Network.PrefixLength;
        if (address.Network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            var v4 = (FWP_V4_ADDR_AND_MASK*)Block(sizeof(FWP_V4_ADDR_AND_MASK));
            v4->addr = BinaryPrimitives.ReadUInt32BigEndian(bytes);
            v4->mask = length == 0 ? 0 : uint.MaxValue << (32 - length);
            return new() { type = Fwpuclnt.FWP_V4_ADDR_MASK, uint64 = (ulong)v4 };
        }

        var v6 = (byte*)Block(17);
        bytes.CopyTo(new Span<byte>(v6, 16));
        v6[16] = (byte)length;
        return new() { type = Fwpuclnt.FWP_V6_ADDR_MASK, uint64 = (ulong)v6 };
    }

    private Guid* UuidOf(Guid value)
    {
        var made = (Guid*)Block(sizeof(Guid));
        *made = value;
        return made;
    }

    private FWP_BYTE_BLOB* Blob(byte[] bytes)
    {
        var data = (byte*)Block(bytes.Length);
        bytes.CopyTo(new Span<byte>(data, bytes.Length));
        var blob = (FWP_BYTE_BLOB*)Block(sizeof(FWP_BYTE_BLOB));
        *blob = new() { size = (uint)bytes.Length, data = data };
        return blob;
    }

    private void* Block(int size)
    {
        var block = NativeMemory.AllocZeroed((nuint)Math.Max(size, 1));
        _blocks.Add((nint)block);
        return block;
    }
}
