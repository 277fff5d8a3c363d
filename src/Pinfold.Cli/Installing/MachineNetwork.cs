using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Installing;

/// <summary>What the machine's policy says about the network: the packet filter knows no session, so the users' own policies do not count in it.</summary>
internal static class MachineNetwork
{
    /// <summary>Ports of this host that it names.</summary>
    /// <exception cref="CommandException">The machine's policy has faults.</exception>
    internal static ImmutableArray<int> Ports() => Policy(Load(new())).Loopback;

    /// <summary>What setup is asked for.</summary>
    /// <exception cref="CommandException">The machine's policy has faults.</exception>
    internal static SetupOptions Options(string? offline, string? online)
    {
        var said = Policy(Load(new()));
        // It is a ceiling where it says a mode, and none where it says nothing: what a user may ask for tells the two apart.
        var asked = Load(new() { Network = NetworkMode.Online });
        return new(offline, online, said.Loopback, AppContext.BaseDirectory) { Network = PolicyWords.Of(asked.Policy?.Network ?? said.Network) };
    }

    private static PolicyResult Load(PolicyFlags flags)
    {
        var root = CanonicalPath.Parse("/root");
        var folders = new UserFolders(root, root.Combine(".config/pinfold"), root.Combine(".local/state/pinfold"));
        var nowhere = CanonicalPath.Parse("/var/empty/workspace"); // no rule of the machine's about the network depends on a workspace
        var sources = PolicyFiles.Sources([.. PolicyFiles.Places(folders, nowhere).Where(p => p.Layer == PolicyLayer.Machine)]);
        return PolicyLoader.Load(sources, flags, nowhere, root);
    }

    private static SandboxPolicy Policy(PolicyResult result) =>
        result.Policy ?? throw new CommandException(string.Join('\n', result.Diagnostics.Select(d => OsText.Display(d.ToString()))));
}
