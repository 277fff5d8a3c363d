namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// How the sign of an integer literal was written (MS-DTYP 2.4.4.17.5). It decides the value: none is positive.
/// </summary>
public enum IntegerSign : byte
{
    /// <summary><c>+</c>.</summary>
    Plus = 1,

    /// <summary><c>-</c>.</summary>
    Minus = 2,

    /// <summary>None.</summary>
    None = 3,
}
