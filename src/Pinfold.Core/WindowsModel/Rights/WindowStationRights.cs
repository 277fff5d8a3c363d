namespace Pinfold.Core.WindowsModel.Rights;

/// <summary>Rights to a window station (Win32, <i>Window Station Security and Access Rights</i>).</summary>
[Flags]
public enum WindowStationRights : uint
{
    /// <summary>WINSTA_ENUMDESKTOPS.</summary>
    EnumDesktops = 0x1,

    /// <summary>WINSTA_READATTRIBUTES.</summary>
    ReadAttributes = 0x2,

    /// <summary>WINSTA_ACCESSCLIPBOARD.</summary>
    AccessClipboard = 0x4,

    /// <summary>WINSTA_CREATEDESKTOP.</summary>
    CreateDesktop = 0x8,

    /// <summary>WINSTA_WRITEATTRIBUTES.</summary>
    WriteAttributes = 0x10,

    /// <summary>WINSTA_ACCESSGLOBALATOMS.</summary>
    AccessGlobalAtoms = 0x20,

    /// <summary>WINSTA_EXITWINDOWS.</summary>
    ExitWindows = 0x40,

    /// <summary>WINSTA_ENUMERATE.</summary>
    Enumerate = 0x100,

    /// <summary>WINSTA_READSCREEN.</summary>
    ReadScreen = 0x200,

    /// <summary>GENERIC_ALL of an interactive window station.</summary>
    All = 0xf037f,
}
