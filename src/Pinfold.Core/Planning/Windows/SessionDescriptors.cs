using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The descriptors of what a session makes. Each names SYSTEM, the user and the session: a request that reads is asked
/// of the user's SID, one that writes of the session's too, so that no other session writes. With a pair of keys the
/// user's entry for processes and what they make has a condition, so that no other session reads either; the user's own
/// programs have all keys. Files have none: a later session must read what an earlier one moved out of its temporary
/// folder. Nor has the window station, which Windows gives to all sessions of a logon session.
/// </summary>
internal sealed class SessionDescriptors(Sid user, Sid session, KeyPair? keys = null)
{
    private const AceFlags Inherit = AceFlags.ObjectInherit | AceFlags.ContainerInherit;

    // All rights of all types: whether generic rights of a conditional entry are mapped when an object is made is not
    // documented.
    private static readonly AccessMask All = AccessMask.GenericAll | 0x1fffffu;

    /// <summary>
    /// Whoever is let in by the logon session's SID or by Everyone's would be every session of the user.
    /// </summary>
    internal string DefaultDacl => Of(AccessMask.GenericAll, AccessMask.GenericAll, AceFlags.None, null, All);

    /// <summary>
    /// The first process's token, as an object: it gets pinfold's default DACL otherwise, for pinfold makes it.
    /// </summary>
    internal string Token => Of(SecurableType.Token.Mapping.All, SecurableType.Token.Mapping.All, AceFlags.None,
        UpLabel, SecurableType.Token.Mapping.All);

    /// <summary>The user without FILE_DELETE_CHILD: <see cref="WindowsStep.DenyDeleteChild"/> says why.</summary>
    internal string Temp =>
        Of(SecurableType.Directory.Mapping.All.Without(DirectoryRights.DeleteChild), RootRights.Granted, Inherit,
            FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp, isContainer: true));

    /// <summary>
    /// The system gives it to each program of the logon session that asks for one: browsers do, for their renderers. So
    /// it is for the logon session, as the user's own (<c>WinSta0</c>) is, and lower levels may read it.
    /// </summary>
    /// <param name="logon">The user's logon session; null where the token has none.</param>
    internal string WindowStation(Sid? logon)
    {
        var use = SecurableType.WindowStation.Mapping.All.Without(Change);
        var label = FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp, isContainer: false);
        var descriptor = SecurityDescriptor.Parse(
            Of(SecurableType.WindowStation.Mapping.All, use, AceFlags.None, label));
        return (logon is { } sid
            ? descriptor.WithDacl(new(descriptor.Dacl!.Aces.Add(Allow(sid, use, AceFlags.None))))
            : descriptor).ToSddl();
    }

    internal string Desktop =>
        Of(SecurableType.Desktop.Mapping.All, SecurableType.Desktop.Mapping.All.Without(Change), AceFlags.None, UpLabel,
            SecurableType.Desktop.Mapping.All);

    /// <summary>Without the session: nothing inside may touch it.</summary>
    internal string Placeholder => new SecurityDescriptor
    {
        Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent | DescriptorControl.DaclProtected
            | DescriptorControl.SaclPresent,
        Dacl = new(Allow(WellKnownSids.LocalSystem, SecurableType.Directory.Mapping.All, Inherit),
            Allow(user, SecurableType.Directory.Mapping.All, Inherit)),
        Sacl = new(FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.NoWriteUp, isContainer: true)),
    }.ToSddl();

    private static AccessMask Change => AccessMask.WriteDac | AccessMask.WriteOwner | AccessMask.Delete;

    private static Ace UpLabel =>
        FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp, isContainer: false);

    /// <param name="own">What SYSTEM and the user may do.</param>
    /// <param name="sessions">What the session may do.</param>
    /// <param name="flags">Of each entry.</param>
    /// <param name="label">The label; null for a default DACL.</param>
    /// <param name="underKeys">What the user may do where the session's keys are enabled, in place of
    /// <paramref name="own"/>; null where keys do not count.</param>
    private string Of(AccessMask own, AccessMask sessions, AceFlags flags, Ace? label, AccessMask? underKeys = null)
    {
        var users = Allow(user, own, flags);
        ImmutableArray<Ace> last = [];
        if (keys is { } pair && underKeys is { } mask)
        {
            users = new(AceType.AllowedCallback, mask, user) { ApplicationData = pair.Condition.ToBytes() };

            // Every session has the user as its owner, and an owner's implicit WRITE_DAC goes with an entry for
            // OWNER_RIGHTS, whatever it says.
            last = [new(AceType.Denied, AccessMask.WriteDac, WellKnownSids.OwnerRights)];
        }

        var descriptor = new SecurityDescriptor
        {
            Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent
                | (label is null ? default : DescriptorControl.DaclProtected),
            Dacl = new(ImmutableArray.Create(Allow(WellKnownSids.LocalSystem, own, flags), users,
                Allow(session, sessions, flags)).AddRange(last)),
        };
        return (label is null ? descriptor : descriptor.WithSacl(new(label))).ToSddl();
    }

    private static Ace Allow(Sid sid, AccessMask mask, AceFlags flags) =>
        new(AceType.Allowed, mask, sid) { Flags = flags };
}
