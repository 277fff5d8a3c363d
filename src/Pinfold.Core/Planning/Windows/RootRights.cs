using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows;

/// <summary>The entries for capability SIDs.</summary>
public static class RootRights
{
    /// <summary>
    /// FILE_GENERIC_READ | FILE_GENERIC_WRITE | FILE_GENERIC_EXECUTE | DELETE: a request that writes is asked whole of
    /// the restricting SIDs, its reading too. Not FILE_DELETE_CHILD, WRITE_DAC, WRITE_OWNER.
    /// </summary>
    public static AccessMask Granted => 0x1301BF;

    /// <summary>
    /// All that changes something: data, attributes, names, the descriptor. Neither READ_CONTROL nor SYNCHRONIZE, which
    /// reading needs.
    /// </summary>
    public static AccessMask Denied => 0xD0156;

    /// <summary>The entry that makes a root writable.</summary>
    public static Ace Allow(Sid capability, bool isContainer) =>
        Entry(AceType.Allowed, Granted, capability, isContainer);

    /// <summary>The entry that keeps a name.</summary>
    public static Ace Deny(Sid capability, bool isContainer) => Entry(AceType.Denied, Denied, capability, isContainer);

    /// <summary>The entry that leaves deleting to each file's own word; folders alone pass it on.</summary>
    public static Ace DenyDeleteChild(Sid user) =>
        new(AceType.Denied, DirectoryRights.DeleteChild, user) { Flags = AceFlags.ContainerInherit };

    private static Ace Entry(AceType type, AccessMask mask, Sid sid, bool isContainer) => new(type, mask, sid)
    {
        Flags = isContainer ? AceFlags.ObjectInherit | AceFlags.ContainerInherit : AceFlags.None,
    };
}
