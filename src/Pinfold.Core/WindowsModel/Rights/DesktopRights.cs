namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a desktop (Win32, <i>Desktop Security and Access Rights</i>).</summary>
[Flags]
public enum DesktopRights : uint
{
    /// <summary>DESKTOP_READOBJECTS.</summary>
    ReadObjects = 0x1,

    /// <summary>DESKTOP_CREATEWINDOW.</summary>
    CreateWindow = 0x2,

    /// <summary>DESKTOP_CREATEMENU.</summary>
    CreateMenu = 0x4,

    /// <summary>DESKTOP_HOOKCONTROL.</summary>
    HookControl = 0x8,

    /// <summary>DESKTOP_JOURNALRECORD.</summary>
    JournalRecord = 0x10,

    /// <summary>DESKTOP_JOURNALPLAYBACK.</summary>
    JournalPlayback = 0x20,

    /// <summary>DESKTOP_ENUMERATE.</summary>
    Enumerate = 0x40,

    /// <summary>DESKTOP_WRITEOBJECTS.</summary>
    WriteObjects = 0x80,

    /// <summary>DESKTOP_SWITCHDESKTOP.</summary>
    SwitchDesktop = 0x100,

    /// <summary>What GENERIC_ALL means.</summary>
    All = 0xf01ff,
}
