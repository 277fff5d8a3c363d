using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux;

/// <summary>Applies plans on this Linux host, without privileges.</summary>
public static class LinuxBackend
{
    /// <summary>Looks up what planning needs to know. Cost does not depend on the size of the workspace.</summary>
    public static HostFacts Gather(SandboxPolicy policy) => throw new NotSupportedException();

    /// <summary>Builds the fence and starts the command. The caller disposes the result, which ends the tree.</summary>
    public static RunningCommand Start(Plan plan, LaunchRequest request) => throw new NotSupportedException();
}
