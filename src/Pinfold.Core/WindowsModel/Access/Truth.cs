namespace Pinfold.Core.WindowsModel.Access;

/// <summary>
/// What a condition comes to (MS-DTYP 2.4.4.17.3): allowing entries need <see cref="True"/>, denying ones anything but
/// <see cref="False"/>.
/// </summary>
public enum Truth
{
    /// <summary>It does not hold.</summary>
    False,

    /// <summary>It holds.</summary>
    True,

    /// <summary>An attribute is missing, or the condition makes no sense.</summary>
    Unknown,
}
