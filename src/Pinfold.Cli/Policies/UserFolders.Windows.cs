using Pinfold.Cli.Output;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Policies;

/// <summary>
/// Where the user's things are (Win32, <i>Known Folders</i>), asked of the system and not of variables.
/// </summary>
/// <param name="Home">The profile, behind links.</param>
/// <param name="Configuration">The folder of the user's policy, in the roaming part of the profile.</param>
/// <param name="State">The folder of sessions and journals, in the local part.</param>
internal sealed record UserFolders(CanonicalPath Home, CanonicalPath Configuration, CanonicalPath State)
{
    internal static UserFolders Find() => new(
        Known(Environment.SpecialFolder.UserProfile),
        Known(Environment.SpecialFolder.ApplicationData).Combine("pinfold"),
        Known(Environment.SpecialFolder.LocalApplicationData).Combine("pinfold"));

    private static CanonicalPath Known(Environment.SpecialFolder folder) =>
        CommandLinePath.Resolve(Environment.GetFolderPath(folder))
            ?? throw new CommandException($"this account has no folder {folder}: sign in to it once, "
                + "so that Windows makes its profile");
}
