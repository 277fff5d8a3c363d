using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary>The policy files of this user and workspace.</summary>
internal static partial class PolicyFiles
{
    /// <summary>No policy that a person wrote is longer; a file without an end would be read for ever.</summary>
    private const int MaxBytes = 1 << 20;

    /// <summary>Where each layer is looked for, whether or not it is there.</summary>
    internal static (PolicyLayer Layer, CanonicalPath Path)[] Places(UserFolders folders, CanonicalPath workspace) =>
    [
        (PolicyLayer.Machine, Machine),
        (PolicyLayer.User, folders.Configuration.Combine("policy.toml")),
        (PolicyLayer.Project, workspace.Combine(".pinfold/policy.toml")),
    ];

    /// <summary>The merged policy, or every fault of every layer.</summary>
    internal static PolicyResult Read(PolicyFlags flags, CanonicalPath workspace, UserFolders folders,
        bool needsRoots = true) =>
        Merge(Sources(Places(folders, workspace)), flags, workspace, folders, needsRoots);

    /// <summary>The same of these files alone.</summary>
    internal static PolicyResult Merge(
        List<PolicySource> sources, PolicyFlags flags, CanonicalPath workspace, UserFolders folders, bool needsRoots) =>
        PolicyLoader.Load(sources, flags, workspace, folders.Home,
            [folders.State, folders.Configuration, Machine.Parent], needsRoots);

    /// <summary>Those files that are there.</summary>
    internal static List<PolicySource> Sources((PolicyLayer Layer, CanonicalPath Path)[] places)
    {
        var sources = new List<PolicySource>(places.Length);
        foreach (var (layer, path) in places)
            if (Read(layer, path) is { } text) sources.Add(new(layer, WindowsPath.ToWin32(path), text));
        return sources;
    }

    /// <summary>The merged policy; a faulty one allows nothing.</summary>
    internal static SandboxPolicy Load(PolicyFlags flags, CanonicalPath workspace, UserFolders folders,
        bool needsRoots = true)
    {
        var result = Read(flags, workspace, folders, needsRoots);
        return result.Policy ?? throw new CommandException(result.Diagnostics);
    }

    private static CommandException Unreadable(CanonicalPath path, string why) =>
        new($"the policy {path} cannot be used: {why}");
}
