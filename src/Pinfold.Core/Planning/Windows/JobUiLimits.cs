namespace Pinfold.Core.Planning.Windows;

/// <summary>JOB_OBJECT_UILIMIT_… (winnt.h): what the job's processes may not do to the user interface.</summary>
[Flags]
public enum JobUiLimits : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>JOB_OBJECT_UILIMIT_HANDLES: windows of processes outside the job.</summary>
    Handles = 0x1,

    /// <summary>JOB_OBJECT_UILIMIT_READCLIPBOARD.</summary>
    ReadClipboard = 0x2,

    /// <summary>JOB_OBJECT_UILIMIT_WRITECLIPBOARD.</summary>
    WriteClipboard = 0x4,

    /// <summary>JOB_OBJECT_UILIMIT_SYSTEMPARAMETERS.</summary>
    SystemParameters = 0x8,

    /// <summary>JOB_OBJECT_UILIMIT_DISPLAYSETTINGS.</summary>
    DisplaySettings = 0x10,

    /// <summary>JOB_OBJECT_UILIMIT_GLOBALATOMS: the job has its own.</summary>
    GlobalAtoms = 0x20,

    /// <summary>JOB_OBJECT_UILIMIT_DESKTOP: no other desktop.</summary>
    Desktop = 0x40,

    /// <summary>JOB_OBJECT_UILIMIT_EXITWINDOWS.</summary>
    ExitWindows = 0x80,

    /// <summary>Each of them.</summary>
    All = 0xFF,
}
