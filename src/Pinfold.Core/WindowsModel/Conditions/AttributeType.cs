namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>ValueType of a claim (MS-DTYP 2.4.10.1).</summary>
public enum AttributeType : ushort
{
    /// <summary><c>TI</c>.</summary>
    Int64 = 1,

    /// <summary><c>TU</c>.</summary>
    UInt64 = 2,

    /// <summary><c>TS</c>.</summary>
    Text = 3,

    /// <summary><c>TD</c>.</summary>
    Sid = 5,

    /// <summary><c>TB</c>.</summary>
    Boolean = 6,

    /// <summary><c>TX</c>.</summary>
    Octets = 0x10,
}
