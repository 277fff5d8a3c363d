using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Linux.Attacks;

/// <summary>The policy that attacks are made against: the built-in one.</summary>
internal static class ScenePolicy
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "verify");

    internal static SandboxPolicy For(Scene scene) => new()
    {
        Workspace = CanonicalPath.Parse(scene.Workspace),
        Profile = Profile.WorkspaceWrite,
        Accepted = [],
        Write = [Rule(scene.Workspace)],
        DenyRead = [Rule(scene.Home + "/.ssh"), Rule(scene.Home + "/.aws"), Rule(scene.Home + "/.netrc")],
        Read = [],
        Protect = [.. ((string[])[".vscode", ".idea", ".claude", ".codex", ".cursor", ".gemini", ".agents", ".mcp.json", ".envrc", ".npmrc", ".pinfold"]).Select(n => new HandoffRule(n, Here))],
        Network = NetworkMode.Offline,
        Allow = [],
        Loopback = [],
        Commands = [],
        Limits = new() { Processes = 512 },
        Environment = new([], [], []),
        Hash = "verify",
    };

    internal static PathRule Rule(string path) => new(path, CanonicalPath.Parse(path), null, Here);
}
