namespace Pinfold.Core.WindowsModel;

/// <summary>AceFlags (MS-DTYP 2.4.4.1; CRITICAL_ACE_FLAG from winnt.h).</summary>
[Flags]
public enum AceFlags : byte
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>OBJECT_INHERIT_ACE, <c>OI</c>: files and other leaves inherit it.</summary>
    ObjectInherit = 0x01,

    /// <summary>CONTAINER_INHERIT_ACE, <c>CI</c>: folders and other containers inherit it.</summary>
    ContainerInherit = 0x02,

    /// <summary>NO_PROPAGATE_INHERIT_ACE, <c>NP</c>: children inherit it, grandchildren do not.</summary>
    NoPropagateInherit = 0x04,

    /// <summary>INHERIT_ONLY_ACE, <c>IO</c>: it does not apply to the object that holds it.</summary>
    InheritOnly = 0x08,

    /// <summary>INHERITED_ACE, <c>ID</c>.</summary>
    Inherited = 0x10,

    /// <summary>CRITICAL_ACE_FLAG, <c>CR</c>.</summary>
    Critical = 0x20,

    /// <summary>SUCCESSFUL_ACCESS_ACE_FLAG, <c>SA</c>; in access filters, trust-protected, <c>TP</c>.</summary>
    SuccessfulAccess = 0x40,

    /// <summary>FAILED_ACCESS_ACE_FLAG, <c>FA</c>.</summary>
    FailedAccess = 0x80,
}
