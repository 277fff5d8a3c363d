using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Paths;
using Pinfold.Linux.Attacks.Proof;
using Pinfold.Linux.Terminal;

namespace Pinfold.Cli.Running;

/// <summary>The self-proof before the first command in a fence of this shape on this host.</summary>
internal static class Proof
{
    /// <summary>Null when the fence holds; else what got through, or could not be shown.</summary>
    internal static string? Fault(Fence fence)
    {
        var program = Environment.ProcessPath ?? throw new CommandException("the path of this program is not known, "
            + "so the fence cannot prove itself; mount /proc");
        var result = SelfProof.Check(fence.Policy, fence.Host, fence.Plan, program, Announce);
        if (result.Holds) return null;
        return fence.Host.Account is not null && fence.Host.Unmappable.Contains(fence.Host.Home)
            ? $"{result.Describe()}\n{Elsewhere(fence.Host.Home)}"
            : result.Describe();
    }

    /// <summary>
    /// A container's home, mostly: the account is let into roots there by access list, and not into Pinfold's own
    /// closed folders.
    /// </summary>
    private static string Elsewhere(CanonicalPath home) =>
        $"{home} is on a file system that knows no idmapped mounts (an overlay, say), "
            + "where the account cannot enter Pinfold's own folders: set XDG_STATE_HOME to a folder on ext4, xfs, "
            + "btrfs or tmpfs, or use --mode unelevated";

    /// <summary>It takes a second, so whoever looks on is told; a program that reads standard error is not.</summary>
    private static void Announce()
    {
        if (TerminalSession.IsTerminal(2))
            Messages.Say("first use of this fence on this host: attacking it from inside to see that it holds");
    }
}
