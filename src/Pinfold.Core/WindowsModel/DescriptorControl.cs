namespace Pinfold.Core.WindowsModel;

/// <summary>The control flags of a descriptor (MS-DTYP 2.4.6).</summary>
[Flags]
public enum DescriptorControl : ushort
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>OD: the owner came from a default.</summary>
    OwnerDefaulted = 0x0001,

    /// <summary>GD: the group came from a default.</summary>
    GroupDefaulted = 0x0002,

    /// <summary>DP: there is a DACL. With this flag and no list, everything is allowed to everyone.</summary>
    DaclPresent = 0x0004,

    /// <summary>DD: the DACL came from a default.</summary>
    DaclDefaulted = 0x0008,

    /// <summary>SP: there is a SACL.</summary>
    SaclPresent = 0x0010,

    /// <summary>SD: the SACL came from a default.</summary>
    SaclDefaulted = 0x0020,

    /// <summary>DT: compound entries of the DACL can be trusted.</summary>
    DaclTrusted = 0x0040,

    /// <summary>SS: the system is to make a server's list of the DACL.</summary>
    ServerSecurity = 0x0080,

    /// <summary>DC, <c>AR</c>: the DACL is to be computed through inheritance.</summary>
    DaclAutoInheritRequired = 0x0100,

    /// <summary>SC, <c>AR</c>: the SACL is to be computed through inheritance.</summary>
    SaclAutoInheritRequired = 0x0200,

    /// <summary>DI, <c>AI</c>: the DACL's inherited entries are marked as such.</summary>
    DaclAutoInherited = 0x0400,

    /// <summary>SI, <c>AI</c>: the SACL's inherited entries are marked as such.</summary>
    SaclAutoInherited = 0x0800,

    /// <summary>PD, <c>P</c>: the DACL inherits nothing.</summary>
    DaclProtected = 0x1000,

    /// <summary>PS, <c>P</c>: the SACL inherits nothing.</summary>
    SaclProtected = 0x2000,

    /// <summary>RM: <see cref="SecurityDescriptor.ResourceManagerControl"/> means something.</summary>
    ResourceManagerControlValid = 0x4000,

    /// <summary>SR: the binary form is one block. Always set in it.</summary>
    SelfRelative = 0x8000,
}
