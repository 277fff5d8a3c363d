namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>
/// The two-letter words for types, flags and rights (MS-DTYP 2.5.1.1; sddl.h for AL, OL, TL, FL, CR, NW, NR, NX).
/// </summary>
internal static class SddlWords
{
    /// <summary>
    /// Types, longer words first. MS-DTYP's table gives ZA and XU each other's number; sddl.h and 2.4.4.1 do not.
    /// </summary>
    internal static readonly (string Word, AceType Type)[] Types =
    [
        ("AU", AceType.Audit), ("AL", AceType.Alarm), ("A", AceType.Allowed),
        ("D", AceType.Denied), ("OA", AceType.AllowedObject), ("OD", AceType.DeniedObject),
        ("OU", AceType.AuditObject), ("OL", AceType.AlarmObject), ("XA", AceType.AllowedCallback),
        ("XD", AceType.DeniedCallback), ("XU", AceType.AuditCallback),
        ("ZA", AceType.AllowedCallbackObject), ("ML", AceType.MandatoryLabel), ("RA", AceType.ResourceAttribute),
        ("SP", AceType.ScopedPolicyId), ("TL", AceType.ProcessTrustLabel), ("FL", AceType.AccessFilter),
    ];

    /// <summary>Flags in the order in which Windows writes them.</summary>
    internal static readonly (string Word, AceFlags Flag)[] Flags =
    [
        ("OI", AceFlags.ObjectInherit), ("CI", AceFlags.ContainerInherit), ("NP", AceFlags.NoPropagateInherit), ("IO",
            AceFlags.InheritOnly),
        ("ID", AceFlags.Inherited), ("CR", AceFlags.Critical),
        ("SA", AceFlags.SuccessfulAccess), ("FA", AceFlags.FailedAccess),
    ];

    /// <summary>Rights of one bit, lowest first: the order in which Windows writes them.</summary>
    internal static readonly (string Word, uint Bits)[] Rights =
    [
        ("CC", 0x1), ("DC", 0x2), ("LC", 0x4), ("SW", 0x8), ("RP", 0x10),
        ("WP", 0x20), ("DT", 0x40), ("LO", 0x80), ("CR", 0x100),
        ("SD", 0x10000), ("RC", 0x20000), ("WD", 0x40000), ("WO", 0x80000),
        ("GA", 0x10000000), ("GX", 0x20000000), ("GW", 0x40000000), ("GR", 0x80000000),
    ];

    /// <summary>Words for whole masks; the first of a value is the one that is written.</summary>
    internal static readonly (string Word, uint Bits)[] Masks =
    [
        ("FA", 0x1f01ff), ("FR", 0x120089), ("FW", 0x120116), ("FX", 0x1200a0),
        ("KA", 0xf003f), ("KR", 0x20019), ("KW", 0x20006), ("KX",
            0x20019),
    ];

    /// <summary>A label's policy.</summary>
    internal static readonly (string Word, uint Bits)[] Policies = [("NW", 1), ("NR", 2), ("NX", 4)];
}
