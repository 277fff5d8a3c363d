using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux;

namespace Pinfold.Cli.Policies;

/// <summary>The fence that a command line asks for, on this host. Nothing of it is applied yet.</summary>
internal sealed record Fence(SandboxPolicy Policy, HostFacts Host, Plan Plan)
{
    /// <summary>Works it out. <paramref name="state"/> is Pinfold's own folder, which stays hidden inside.</summary>
    internal static Fence For(PolicyFlags flags, CanonicalPath workspace, UserFolders folders, CanonicalPath state)
    {
        var policy = PolicyFiles.Load(flags, workspace, folders);
        var host = LinuxBackend.Gather(policy, folders.Home, state);
        return new(policy, host, Planner.For(policy, host));
    }
}
