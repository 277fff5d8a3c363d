using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Rights;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The descriptors of what a session makes. Each names SYSTEM, the user and the session: a request that reads is asked of the user's SID,
/// one that writes of the session's too, so that no other session writes.
/// </summary>
internal sealed class SessionDescriptors(Sid user, Sid session)
{
    private const AceFlags Inherit = AceFlags.ObjectInherit | AceFlags.ContainerInherit;

    /// <summary>Whoever is let in by the logon session's SID or by Everyone's would be every session of the user.</summary>
    internal string DefaultDacl => Of(AccessMask.GenericAll, AccessMask.GenericAll, AceFlags.None, null);

    /// <summary>The user without FILE_DELETE_CHILD: <see cref="WindowsStep.DenyDeleteChild"/> says why.</summary>
    internal string Temp => Of(SecurableType.Directory.Mapping.All.Without(DirectoryRights.DeleteChild), RootRights.Granted, Inherit,
        FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp, isContainer: true));

    internal string WindowStation =>
        Of(SecurableType.WindowStation.Mapping.All, SecurableType.WindowStation.Mapping.All.Without(Change), AceFlags.None, UpLabel);

    internal string Desktop =>
        Of(SecurableType.Desktop.Mapping.All, SecurableType.Desktop.Mapping.All.Without(Change), AceFlags.None, UpLabel);

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

    private static Ace UpLabel => FenceLevel.Label(FenceLevel.Sid, LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp, isContainer: false);

    private string Of(AccessMask own, AccessMask sessions, AceFlags flags, Ace? label)
    {
        var descriptor = new SecurityDescriptor
        {
            Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent
                | (label is null ? default : DescriptorControl.DaclProtected),
            Dacl = new(Allow(WellKnownSids.LocalSystem, own, flags), Allow(user, own, flags), Allow(session, sessions, flags)),
        };
        return (label is null ? descriptor : descriptor.WithSacl(new(label))).ToSddl();
    }

    private static Ace Allow(Sid sid, AccessMask mask, AceFlags flags) => new(AceType.Allowed, mask, sid) { Flags = flags };
}
