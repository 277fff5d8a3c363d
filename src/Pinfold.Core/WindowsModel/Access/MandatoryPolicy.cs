namespace Pinfold.Core.WindowsModel.Access;

/// <summary>TOKEN_MANDATORY_POLICY (MS-DTYP 2.4.8; as flags, as winnt.h has it).</summary>
[Flags]
public enum MandatoryPolicy : uint
{
    /// <summary>Labels mean nothing to the token.</summary>
    Off = 0,

    /// <summary>Labels of a higher level are respected.</summary>
    NoWriteUp = 1,

    /// <summary>A new process gets the lower level of the token and the program.</summary>
    NewProcessMin = 2,

    /// <summary>What tokens have.</summary>
    Default = NoWriteUp | NewProcessMin,
}
