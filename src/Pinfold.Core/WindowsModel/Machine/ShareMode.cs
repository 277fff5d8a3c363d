namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>FILE_SHARE_… (winnt.h): what others may open the file for while the handle is open.</summary>
[Flags]
public enum ShareMode
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>FILE_SHARE_READ.</summary>
    Read = 1,

    /// <summary>FILE_SHARE_WRITE.</summary>
    Write = 2,

    /// <summary>FILE_SHARE_DELETE: deleting and renaming.</summary>
    Delete = 4,

    /// <summary>All of them.</summary>
    All = 7,
}
