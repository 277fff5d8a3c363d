namespace Pinfold.Core.WindowsModel.Access;

/// <summary>What decided about a right.</summary>
public enum DecidedBy
{
    /// <summary>The mandatory label.</summary>
    Label,

    /// <summary>A privilege.</summary>
    Privilege,

    /// <summary>The implicit rights of the owner.</summary>
    Owner,

    /// <summary>A DACL that is absent or null.</summary>
    NullDacl,

    /// <summary>An entry of the DACL.</summary>
    Entry,

    /// <summary>The end of the DACL: no entry allowed it.</summary>
    NoEntry,
}
