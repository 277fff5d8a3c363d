using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// Asks a system whether a label of level medium without policy does for a root. That policy bits decide one by one is
/// how AddMandatoryAce and NtObjectManager have it; MS-DTYP 2.5.3.3 never lets a lower level write, and which label a
/// lower level's files get is published nowhere (<see cref="LowerLabel"/>).
/// </summary>
public static class RootLabelTrial
{
    /// <summary>What an access check is asked: granted without a policy, refused with no-write-up.</summary>
    /// <param name="user">The user, to whom it grants everything.</param>
    /// <param name="policy">The label's policy.</param>
    public static SecurityDescriptor Asked(Sid user, LabelPolicy policy) =>
        new SecurityDescriptor { Owner = user, Group = user }
            .WithDacl(new(new Ace(AceType.Allowed, SecurableType.File.Mapping.All, user)))
            .WithSacl(new(FenceLevel.Label(WellKnownSids.Medium, policy, isContainer: false)));

    /// <summary>
    /// True when commands can change what the user and they themselves make there, and what they make takes its label
    /// from above, so that it is closed again where the user moves it into a folder that is kept.
    /// </summary>
    public static bool Holds(ILabelTrialPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var label = FenceLevel.RootLabel(hasPolicy: false, isContainer: true);
        if (!place.Make("kept", isFolder: true, asCommand: false,
            FenceLevel.Label(WellKnownSids.Medium, LabelPolicy.NoWriteUp, isContainer: true))
                || place.Changes("kept")
                || !place.Make("root", isFolder: true, asCommand: false, label)
                || !DescriptorRights.IsLabel(place.LabelOf("root"), label)
                || !place.Make(@"root\mine", isFolder: false, asCommand: false)
                || place.LabelOf(@"root\mine") is not { IsInherited: true } mine
                || mine.Sid != WellKnownSids.Medium || !place.Changes(@"root\mine"))
                return false;
        foreach (var (name, isFolder, asCommand) in ((string, bool, bool)[])
            [(@"root\made", true, true), (@"root\made\theirs", false, true), (@"root\made\mine", false, false)])
            if (!place.Make(name, isFolder, asCommand) || !place.Changes(name)
                || place.LabelOf(name) is not { IsInherited: true })
                return false;
        return true;
    }
}
