namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>
/// Rights to a folder: the bits of <see cref="FileRights"/>, with their other meaning (MS-SMB2 2.2.13.1.2).
/// </summary>
[Flags]
public enum DirectoryRights : uint
{
    /// <summary>FILE_LIST_DIRECTORY.</summary>
    List = 0x1,

    /// <summary>FILE_ADD_FILE.</summary>
    AddFile = 0x2,

    /// <summary>FILE_ADD_SUBDIRECTORY.</summary>
    AddSubdirectory = 0x4,

    /// <summary>FILE_READ_EA.</summary>
    ReadEa = 0x8,

    /// <summary>FILE_WRITE_EA.</summary>
    WriteEa = 0x10,

    /// <summary>FILE_TRAVERSE; not asked for where SeChangeNotifyPrivilege is held.</summary>
    Traverse = 0x20,

    /// <summary>
    /// FILE_DELETE_CHILD: delete what is directly in the folder, whatever its own descriptor says. Part of no generic
    /// right but GENERIC_ALL.
    /// </summary>
    DeleteChild = 0x40,

    /// <summary>FILE_READ_ATTRIBUTES.</summary>
    ReadAttributes = 0x80,

    /// <summary>FILE_WRITE_ATTRIBUTES.</summary>
    WriteAttributes = 0x100,

    /// <summary>FILE_ALL_ACCESS.</summary>
    All = 0x1f01ff,
}
