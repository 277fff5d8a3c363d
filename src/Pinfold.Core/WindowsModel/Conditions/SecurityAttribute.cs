using System.Collections.Immutable;
using Pinfold.Core.WindowsModel.Sddl;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// A claim or resource attribute: CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 (MS-DTYP 2.4.10.1).
/// </summary>
/// <param name="Name">The name, compared without regard to case.</param>
/// <param name="Type">Of what kind every value is.</param>
/// <param name="Values">
/// One value or more: long, ulong, string, <see cref="Sid"/>, bool or immutable bytes, as <paramref name="Type"/> says.
/// </param>
public sealed record SecurityAttribute(string Name, AttributeType Type, ImmutableArray<object> Values)
{
    /// <summary>CLAIM_SECURITY_ATTRIBUTE_VALUE_CASE_SENSITIVE.</summary>
    public const uint CaseSensitive = 0x2;

    /// <summary>Flags of MS-DTYP 2.4.10.1.</summary>
    public uint Flags { get; init; }

    /// <summary>
    /// Reads the binary form. Values that together have more bytes than the input, because they share them, are
    /// refused.
    /// </summary>
    /// <exception cref="SecurityFormatException">The bytes are no attribute.</exception>
    public static SecurityAttribute Read(ReadOnlySpan<byte> bytes) => AttributeCodec.Read(bytes);

    /// <summary>The binary form: header, offsets, name, values in order, padded to a multiple of 4.</summary>
    public ImmutableArray<byte> ToBytes() => AttributeCodec.Write(this);

    /// <summary>The text form, <c>("NAME",TYPE,FLAGS,VALUE,…)</c> (MS-DTYP 2.5.1.1, attribute-data).</summary>
    /// <exception cref="SecurityFormatException">A string has a quote in it, which SDDL cannot say.</exception>
    public string ToSddl(SddlDomains? domains = null) => AttributeText.Print(this, domains ?? SddlDomains.None);

    /// <inheritdoc/>
    public bool Equals(SecurityAttribute? other) =>
        other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes().AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Type, Values.Length);

    internal static SecurityAttribute ParseAt(SddlText text) => AttributeText.Parse(text);
}
