namespace Pinfold.Core.WindowsModel;

/// <summary>
/// AceType (MS-DTYP 2.4.4.1; the last two from winnt.h). Alarms, which are reserved there, are read and written as
/// audits are (winnt.h), and not part of the check. Compound entries, reserved too, could grant, and how is not
/// published: they are not known and refused when read.
/// </summary>
public enum AceType : byte
{
    /// <summary>ACCESS_ALLOWED_ACE_TYPE, <c>A</c>.</summary>
    Allowed = 0x00,

    /// <summary>ACCESS_DENIED_ACE_TYPE, <c>D</c>.</summary>
    Denied = 0x01,

    /// <summary>SYSTEM_AUDIT_ACE_TYPE, <c>AU</c>.</summary>
    Audit = 0x02,

    /// <summary>SYSTEM_ALARM_ACE_TYPE, <c>AL</c>.</summary>
    Alarm = 0x03,

    /// <summary>ACCESS_ALLOWED_OBJECT_ACE_TYPE, <c>OA</c>.</summary>
    AllowedObject = 0x05,

    /// <summary>ACCESS_DENIED_OBJECT_ACE_TYPE, <c>OD</c>.</summary>
    DeniedObject = 0x06,

    /// <summary>SYSTEM_AUDIT_OBJECT_ACE_TYPE, <c>OU</c>.</summary>
    AuditObject = 0x07,

    /// <summary>SYSTEM_ALARM_OBJECT_ACE_TYPE, <c>OL</c>.</summary>
    AlarmObject = 0x08,

    /// <summary>ACCESS_ALLOWED_CALLBACK_ACE_TYPE, <c>XA</c>.</summary>
    AllowedCallback = 0x09,

    /// <summary>ACCESS_DENIED_CALLBACK_ACE_TYPE, <c>XD</c>.</summary>
    DeniedCallback = 0x0A,

    /// <summary>ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE, <c>ZA</c>.</summary>
    AllowedCallbackObject = 0x0B,

    /// <summary>ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE; SDDL has no word for it.</summary>
    DeniedCallbackObject = 0x0C,

    /// <summary>SYSTEM_AUDIT_CALLBACK_ACE_TYPE, <c>XU</c>.</summary>
    AuditCallback = 0x0D,

    /// <summary>SYSTEM_ALARM_CALLBACK_ACE_TYPE; SDDL has no word for it.</summary>
    AlarmCallback = 0x0E,

    /// <summary>SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE; SDDL has no word for it.</summary>
    AuditCallbackObject = 0x0F,

    /// <summary>SYSTEM_ALARM_CALLBACK_OBJECT_ACE_TYPE; SDDL has no word for it.</summary>
    AlarmCallbackObject = 0x10,

    /// <summary>SYSTEM_MANDATORY_LABEL_ACE_TYPE, <c>ML</c>.</summary>
    MandatoryLabel = 0x11,

    /// <summary>SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE, <c>RA</c>.</summary>
    ResourceAttribute = 0x12,

    /// <summary>SYSTEM_SCOPED_POLICY_ID_ACE_TYPE, <c>SP</c>.</summary>
    ScopedPolicyId = 0x13,

    /// <summary>SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE, <c>TL</c>: read and written, not part of the check.</summary>
    ProcessTrustLabel = 0x14,

    /// <summary>SYSTEM_ACCESS_FILTER_ACE_TYPE, <c>FL</c>: read and written, not part of the check.</summary>
    AccessFilter = 0x15,
}
