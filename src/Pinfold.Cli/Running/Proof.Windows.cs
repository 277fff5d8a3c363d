using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Windows.Attacks;

namespace Pinfold.Cli.Running;

/// <summary>The self-proof before the first command in a fence of this shape on this host.</summary>
internal static class Proof
{
    /// <summary>The hidden verb that makes one attempt.</summary>
    internal const string Verb = "proof";

    /// <summary>Null when the fence holds; else what got through, or could not be shown.</summary>
    internal static string? Fault(Fence fence)
    {
        var result = SelfProof.Check(fence.Policy, fence.Host, fence.Plan, fence.PlanFor,
            [Fence.ProgramFor(fence.Installed), Verb], Announce);
        return result.Holds ? null : result.Describe();
    }

    private static void Announce()
    {
        if (Messages.ErrorIsTerminal)
            Messages.Say("first use of this fence on this host: attacking it from inside to see that it holds");
    }
}
