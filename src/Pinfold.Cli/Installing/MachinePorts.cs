using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Installing;

/// <summary>Ports of this host that the machine's policy names: the packet filter knows no session, so the users' own policies do not count in it.</summary>
internal static class MachinePorts
{
    /// <exception cref="CommandException">The machine's policy has faults.</exception>
    internal static ImmutableArray<int> Read()
    {
        var root = CanonicalPath.Parse("/root");
        var folders = new UserFolders(root, root.Combine(".config/pinfold"), root.Combine(".local/state/pinfold"));
        var nowhere = CanonicalPath.Parse("/var/empty/workspace"); // no rule of the machine's about ports depends on a workspace
        var sources = PolicyFiles.Sources([.. PolicyFiles.Places(folders, nowhere).Where(p => p.Layer == PolicyLayer.Machine)]);
        var result = PolicyLoader.Load(sources, new PolicyFlags(), nowhere, root);
        return result.Policy?.Loopback ?? throw new CommandException(string.Join('\n', result.Diagnostics.Select(d => OsText.Display(d.ToString()))));
    }
}
