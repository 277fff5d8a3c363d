using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Filtering;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;
using Xunit;

namespace Pinfold.Windows.Tests.Network;

public sealed unsafe class FilterMemoryTests
{
    private static readonly Sid Domain = Sid.Parse("S-1-5-21-1-2-3");

    private static readonly FilterTable Table = FilterTable.For(
        SandboxAccount.Offline("a", Domain.Child(1001)),
        SandboxAccount.Online("b", Domain.Child(1002)), 47128, [5173], NetworkMode.Online);

    /// <summary>Read back out of the structures, each condition is what it was.</summary>
    [Fact]
    public void Conditions_become_the_platforms_structures()
    {
        foreach (var filter in Table.Filters)
        {
            using var memory = new FilterMemory();
            var conditions = memory.Of(filter);
            for (var i = 0; i < filter.Conditions.Length; i++)
            {
                Assert.Equal(FilterKeys.Of(filter.Conditions[i].Field), conditions[i].fieldKey);
                Assert.Equal((uint)filter.Conditions[i].Match, conditions[i].matchType);
                Assert.Equal(filter.Conditions[i].Value.ToString(),
                    Read(conditions[i].conditionValue, FilterKeys.IsV6(filter.Layer)));
            }
        }
    }

    [RealWindowsFact("has no Windows Filtering Platform: FwpmEngineOpen0 fails, the rest is not implemented")]
    public void The_table_is_put_there_found_and_taken_away()
    {
        FilterPlatform.Install(Table);
        Assert.True(FilterPlatform.IsIntact(Table, showsBoot: true));
        Assert.DoesNotContain(Table.Sublayer.Name, FilterPlatform.EqualSublayers(FilterTable.SublayerKey),
            StringComparer.Ordinal);
        Assert.Null(FilterPlatform.Remove(Table));
        Assert.False(FilterPlatform.IsIntact(Table, showsBoot: false));
        Assert.Empty(FilterPlatform.Found(Table));
    }

    [WineFact]
    public void Where_there_is_no_platform_installing_fails_and_says_so() =>
        Assert.Throws<NativeException>(() => FilterPlatform.Install(Table));

    [WineFact]
    public void Where_there_is_no_platform_other_programs_sublayers_cannot_be_told() =>
        Assert.Throws<NativeException>(() => FilterPlatform.EqualSublayers(FilterTable.SublayerKey));

    private static string Read(FWP_CONDITION_VALUE0 value, bool isV6) => value.type switch
    {
        Fwpuclnt.FWP_UINT8 => ((byte)value.uint64).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Fwpuclnt.FWP_UINT16 => ((ushort)value.uint64).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Fwpuclnt.FWP_UINT32 => ((uint)value.uint64).ToString(System.Globalization.CultureInfo.InvariantCulture),
        Fwpuclnt.FWP_RANGE_TYPE =>
            $"{(uint)((FWP_RANGE0*)value.uint64)->valueLow.uint64}-{(uint)((FWP_RANGE0*)value.uint64)->valueHigh.uint64}",
        Fwpuclnt.FWP_SECURITY_DESCRIPTOR_TYPE => SecurityDescriptor.Read(new ReadOnlySpan<byte>(
            ((FWP_BYTE_BLOB*)value.uint64)->data, (int)((FWP_BYTE_BLOB*)value.uint64)->size)).ToSddl(),
        Fwpuclnt.FWP_V4_ADDR_MASK when !isV6 => $"{new System.Net.IPAddress(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(((FWP_V4_ADDR_AND_MASK*)value.uint64)->addr))}/{System.Numerics.BitOperations.PopCount(((FWP_V4_ADDR_AND_MASK*)value.uint64)->mask)}",
        Fwpuclnt.FWP_V6_ADDR_MASK when isV6 =>
            $"{new System.Net.IPAddress(new ReadOnlySpan<byte>((void*)value.uint64, 16))}/{((byte*)value.uint64)[16]}",
        Fwpuclnt.FWP_BYTE_ARRAY16_TYPE => ((Guid*)value.uint64)->ToString(),
        _ => $"type {value.type}",
    };
}
