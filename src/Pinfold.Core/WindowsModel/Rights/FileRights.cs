namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a file (Win32, <i>File Access Rights Constants</i>; MS-SMB2 2.2.13.1.1).</summary>
[Flags]
public enum FileRights : uint
{
    /// <summary>FILE_READ_DATA.</summary>
    ReadData = 0x1,

    /// <summary>FILE_WRITE_DATA.</summary>
    WriteData = 0x2,

    /// <summary>FILE_APPEND_DATA.</summary>
    AppendData = 0x4,

    /// <summary>FILE_READ_EA.</summary>
    ReadEa = 0x8,

    /// <summary>FILE_WRITE_EA.</summary>
    WriteEa = 0x10,

    /// <summary>FILE_EXECUTE.</summary>
    Execute = 0x20,

    /// <summary>FILE_READ_ATTRIBUTES.</summary>
    ReadAttributes = 0x80,

    /// <summary>FILE_WRITE_ATTRIBUTES.</summary>
    WriteAttributes = 0x100,

    /// <summary>FILE_GENERIC_READ.</summary>
    GenericRead = 0x120089,

    /// <summary>FILE_GENERIC_WRITE.</summary>
    GenericWrite = 0x120116,

    /// <summary>FILE_GENERIC_EXECUTE.</summary>
    GenericExecute = 0x1200a0,

    /// <summary>FILE_ALL_ACCESS.</summary>
    All = 0x1f01ff,
}
