namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>
/// Rights to a named pipe: the bits of <see cref="FileRights"/> (Win32, <i>Named Pipe Security and Access Rights</i>).
/// </summary>
[Flags]
public enum PipeRights : uint
{
    /// <summary>FILE_READ_DATA.</summary>
    ReadData = 0x1,

    /// <summary>FILE_WRITE_DATA.</summary>
    WriteData = 0x2,

    /// <summary>FILE_CREATE_PIPE_INSTANCE, which GENERIC_WRITE contains.</summary>
    CreateInstance = 0x4,

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

    /// <summary>FILE_ALL_ACCESS.</summary>
    All = 0x1f01ff,
}
