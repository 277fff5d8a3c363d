using System.Globalization;
using System.Net;

namespace Pinfold.Core.WindowsModel.Filtering;

/// <summary>What a condition compares with (FWP_CONDITION_VALUE0). A closed set.</summary>
public abstract record FilterValue
{
    private FilterValue()
    {
    }

    /// <summary>FWP_UINT8, FWP_UINT16 or FWP_UINT32, as the field has it.</summary>
    public sealed record Number(uint Value) : FilterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>FWP_RANGE_TYPE of numbers, both ends within.</summary>
    public sealed record Range(uint Low, uint High) : FilterValue
    {
        /// <inheritdoc/>
        public override string ToString() => $"{Low}-{High}";
    }

    /// <summary>FWP_V4_ADDR_MASK or FWP_V6_ADDR_MASK.</summary>
    /// <param name="Network">Host bits are zero.</param>
    public sealed record Address(IPNetwork Network) : FilterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Network.ToString();
    }

    /// <summary>FWP_SECURITY_DESCRIPTOR_TYPE, in SDDL.</summary>
    public sealed record Descriptor(string Sddl) : FilterValue
    {
        internal SecurityDescriptor Parsed { get; } = SecurityDescriptor.Parse(Sddl);

        /// <inheritdoc/>
        public override string ToString() => Sddl;
    }

    /// <summary>FWP_BYTE_ARRAY16_TYPE: a UUID as it lies in memory.</summary>
    public sealed record Uuid(Guid Value) : FilterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value.ToString();
    }

    /// <summary>FWP_BYTE_BLOB_TYPE: a program's path, compared without case.</summary>
    public sealed record Text(string Value) : FilterValue
    {
        /// <inheritdoc/>
        public override string ToString() => Value;
    }
}
