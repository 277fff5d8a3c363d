using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Installing;

/// <summary>
/// What the machine's policy says about the network: the packet filter knows no session, so the users' own policies do
/// not count in it.
/// </summary>
internal static class MachineNetwork
{
    /// <summary>Ports of this host that it names.</summary>
    /// <exception cref="CommandException">The machine's policy has faults.</exception>
    internal static ImmutableArray<int> Ports() => Load().Policy.Loopback;

    /// <summary>What setup is asked for.</summary>
    /// <exception cref="CommandException">The machine's policy has faults.</exception>
    internal static SetupOptions Options(string? offline, string? online)
    {
        var (policy, ceiling) = Load();
        return new(offline, online, policy.Loopback, AppContext.BaseDirectory) { Network = PolicyWords.Of(ceiling) };
    }

    private static (SandboxPolicy Policy, NetworkMode Ceiling) Load()
    {
        var root = CanonicalPath.Parse("/root");
        var folders = new UserFolders(root, root.Combine(".config/pinfold"), root.Combine(".local/state/pinfold"));
        // no rule of the machine's about the network depends on a workspace
        var nowhere = CanonicalPath.Parse("/var/empty/workspace");
        var sources = PolicyFiles.Sources(
            [.. PolicyFiles.Places(folders, nowhere).Where(p => p.Layer == PolicyLayer.Machine)]);
        var result = PolicyLoader.Load(sources, new(), nowhere, root);
        return (result.Policy
            ?? throw new CommandException(
                string.Join('\n', result.Diagnostics.Select(d => OsText.Display(d.ToString())))),
            result.NetworkCeiling);
    }
}
