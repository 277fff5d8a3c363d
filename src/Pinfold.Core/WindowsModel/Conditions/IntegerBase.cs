namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>How an integer literal was written (MS-DTYP 2.4.4.17.5).</summary>
public enum IntegerBase : byte
{
    /// <summary>After <c>0</c>.</summary>
    Octal = 1,

    /// <summary>Decimal.</summary>
    Decimal = 2,

    /// <summary>After <c>0x</c>.</summary>
    Hexadecimal = 3,
}
