namespace Pinfold.Core.WindowsModel;

/// <summary>
/// What a mandatory label forbids to subjects of a lower level: the mask of its entry (MS-DTYP 2.4.4.13).
/// </summary>
[Flags]
public enum LabelPolicy : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>SYSTEM_MANDATORY_LABEL_NO_WRITE_UP, <c>NW</c>: what an object without a label has.</summary>
    NoWriteUp = 1,

    /// <summary>SYSTEM_MANDATORY_LABEL_NO_READ_UP, <c>NR</c>.</summary>
    NoReadUp = 2,

    /// <summary>SYSTEM_MANDATORY_LABEL_NO_EXECUTE_UP, <c>NX</c>.</summary>
    NoExecuteUp = 4,
}
