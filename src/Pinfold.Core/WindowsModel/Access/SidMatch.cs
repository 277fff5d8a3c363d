namespace Pinfold.Core.WindowsModel.Access;

/// <summary>What a SID of a token matches, in which pass.</summary>
[Flags]
internal enum SidMatch : byte
{
    None = 0,

    /// <summary>Entries that allow, in the normal pass.</summary>
    Allow = 1,

    /// <summary>Entries that deny, in the normal pass.</summary>
    Deny = 2,

    /// <summary>Every entry, in the restricted pass.</summary>
    Restricting = 4,

    /// <summary>Entries that allow, in the AppContainer pass.</summary>
    Capability = 8,
}
