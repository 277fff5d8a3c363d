namespace Pinfold.Core.WindowsModel;

/// <summary>What the types of entries have in common.</summary>
public static class AceTypes
{
    private const AceType Compound = (AceType)4; // ACCESS_ALLOWED_COMPOUND_ACE_TYPE

    /// <summary>True for a type that <see cref="AceType"/> names.</summary>
    public static bool IsKnown(AceType type) => type <= AceType.AccessFilter && type != Compound;

    /// <summary>True where the entry may name object types by GUID.</summary>
    public static bool IsObject(AceType type) => type is >= AceType.AllowedObject and <= AceType.AlarmObject
        or AceType.AllowedCallbackObject or AceType.DeniedCallbackObject
        or AceType.AuditCallbackObject or AceType.AlarmCallbackObject;

    /// <summary>True where the application data may be a condition.</summary>
    public static bool IsCallback(AceType type) =>
        type is >= AceType.AllowedCallback and <= AceType.AlarmCallbackObject or AceType.AccessFilter;

    /// <summary>True where the entry grants.</summary>
    public static bool IsAllow(AceType type) =>
        type is AceType.Allowed or AceType.AllowedObject or AceType.AllowedCallback or AceType.AllowedCallbackObject;

    /// <summary>True where the entry refuses.</summary>
    public static bool IsDeny(AceType type) =>
        type is AceType.Denied or AceType.DeniedObject or AceType.DeniedCallback or AceType.DeniedCallbackObject;
}
