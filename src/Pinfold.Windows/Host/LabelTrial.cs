using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Host;

/// <summary>
/// Asks this system whether a label without policy does for a root (<see cref="RootLabelTrial"/>): first its access
/// check, then, for that does not say what a lower level may make, the file system, in a folder of the trial's own.
/// </summary>
internal static class LabelTrial
{
    /// <summary>Null when it could not be asked.</summary>
    /// <param name="own">Pinfold's own token.</param>
    /// <param name="temp">Where the folder is made, and removed.</param>
    internal static bool? LetsLowerIn(Token own, CanonicalPath temp)
    {
        try
        {
            using var lowered = Lowered(own.User);
            if (!IsGranted(LabelPolicy.None) || IsGranted(LabelPolicy.NoWriteUp)) return false;
            using var place = new LabelTrialPlace(temp, own.User, lowered);
            return RootLabelTrial.Holds(place);

            bool IsGranted(LabelPolicy policy) =>
                Advapi32.Allows(lowered, RootLabelTrial.Asked(own.User, policy), RootRights.Granted,
                    SecurableType.File.Mapping);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>
    /// The user's token with the level of commands, and nothing else of theirs: the level alone is asked about.
    /// </summary>
    internal static TokenHandle Lowered(Sid user)
    {
        var dacl = $"D:(A;;GA;;;SY)(A;;GA;;;{user})";
        return CommandToken.Create(
            new WindowsStep.CreateToken(RestrictedTokenFlags.DisableMaxPrivilege, [], [], dacl, FenceLevel.Sid, dacl));
    }
}
