using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary>Reads the policy layers.</summary>
internal static class PolicyFiles
{
    internal static PolicyResult Load(PolicyFlags flags, CanonicalPath workspace, UserFolders folders) =>
        ProvisionalPolicy.Load(flags, workspace, folders.Home);
}
