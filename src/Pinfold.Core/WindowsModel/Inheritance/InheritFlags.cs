namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>AutoInheritFlags of the creation algorithm (MS-DTYP 2.5.3.4.1).</summary>
[Flags]
public enum InheritFlags
{
    /// <summary>What is given counts; the parent's entries count only where nothing is given.</summary>
    None = 0,

    /// <summary>DACL_AUTO_INHERIT: the parent's entries join those that are given.</summary>
    DaclAutoInherit = 1,

    /// <summary>SACL_AUTO_INHERIT.</summary>
    SaclAutoInherit = 2,

    /// <summary>DEFAULT_DESCRIPTOR_FOR_OBJECT: what is given counts only where nothing is inherited.</summary>
    DefaultDescriptorForObject = 4,

    /// <summary>DEFAULT_OWNER_FROM_PARENT.</summary>
    DefaultOwnerFromParent = 8,

    /// <summary>DEFAULT_GROUP_FROM_PARENT.</summary>
    DefaultGroupFromParent = 16,

    /// <summary>What NTFS and the registry ask for.</summary>
    AutoInherit = DaclAutoInherit | SaclAutoInherit,
}
