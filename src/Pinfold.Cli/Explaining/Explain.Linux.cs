using Pinfold.Cli.Installing;
using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Policy;
using Pinfold.Linux.Network;

namespace Pinfold.Cli.Explaining;

internal static partial class Explain
{
    /// <summary>Linux has mounts in place of descriptors: the policy's word is all there is.</summary>
    private static IReadOnlyList<string>? Check(Request request, Func<Fence> fence) => null;

    /// <summary>The filter of elevated mode is made of the machine's policy, as it was when setup ran.</summary>
    private static AccountReach? Reach(PolicyFlags flags) => flags.Mode == FenceMode.Elevated ? new(MachineNetwork.Ports(), LocalRoute.LeadsTo) : null;
}
