namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights of a directory of the object manager (ntifs.h, ZwCreateDirectoryObject).</summary>
[Flags]
public enum ObjectDirectoryRights : uint
{
    /// <summary>DIRECTORY_QUERY.</summary>
    Query = 0x1,

    /// <summary>DIRECTORY_TRAVERSE.</summary>
    Traverse = 0x2,

    /// <summary>DIRECTORY_CREATE_OBJECT.</summary>
    CreateObject = 0x4,

    /// <summary>DIRECTORY_CREATE_SUBDIRECTORY.</summary>
    CreateSubdirectory = 0x8,

    /// <summary>DIRECTORY_ALL_ACCESS.</summary>
    All = 0xf000f,
}
