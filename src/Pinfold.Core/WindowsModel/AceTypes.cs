namespace Pinfold.Core.WindowsModel;

/// <summary>What the types of entries have in common.</summary>
public static class AceTypes
{
    /// <summary>True for a type that <see cref="AceType"/> names.</summary>
    public static bool IsKnown(AceType type) => type is <= AceType.Audit or >= AceType.AllowedObject and <= AceType.AuditObject
        or >= AceType.AllowedCallback and <= AceType.AuditCallback or AceType.AuditCallbackObject
        or >= AceType.MandatoryLabel and <= AceType.AccessFilter;

    /// <summary>True where the entry may name object types by GUID.</summary>
    public static bool IsObject(AceType type) => type is >= AceType.AllowedObject and <= AceType.AuditObject
        or AceType.AllowedCallbackObject or AceType.DeniedCallbackObject or AceType.AuditCallbackObject;

    /// <summary>True where the application data may be a condition.</summary>
    public static bool IsCallback(AceType type) =>
        type is >= AceType.AllowedCallback and <= AceType.AuditCallback or AceType.AuditCallbackObject or AceType.AccessFilter;

    /// <summary>True where the entry grants.</summary>
    public static bool IsAllow(AceType type) =>
        type is AceType.Allowed or AceType.AllowedObject or AceType.AllowedCallback or AceType.AllowedCallbackObject;

    /// <summary>True where the entry refuses.</summary>
    public static bool IsDeny(AceType type) =>
        type is AceType.Denied or AceType.DeniedObject or AceType.DeniedCallback or AceType.DeniedCallbackObject;
}
