namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>
/// Rights to a section, which Win32 calls a file mapping (<i>File Mapping Security and Access Rights</i>).
/// </summary>
[Flags]
public enum SectionRights : uint
{
    /// <summary>SECTION_QUERY.</summary>
    Query = 0x1,

    /// <summary>SECTION_MAP_WRITE.</summary>
    MapWrite = 0x2,

    /// <summary>SECTION_MAP_READ.</summary>
    MapRead = 0x4,

    /// <summary>SECTION_MAP_EXECUTE.</summary>
    MapExecute = 0x8,

    /// <summary>SECTION_EXTEND_SIZE.</summary>
    ExtendSize = 0x10,

    /// <summary>SECTION_ALL_ACCESS.</summary>
    All = 0xf001f,
}
