namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>Where an attribute is looked up, by byte code (MS-DTYP 2.4.4.17.8).</summary>
public enum AttributeSource : byte
{
    /// <summary>A simple name: the token's local claims.</summary>
    Local = 0xf8,

    /// <summary><c>@User.</c>: the token's user claims.</summary>
    User = 0xf9,

    /// <summary><c>@Resource.</c>: the resource attributes in the object's SACL.</summary>
    Resource = 0xfa,

    /// <summary><c>@Device.</c>: the token's device claims.</summary>
    Device = 0xfb,
}
