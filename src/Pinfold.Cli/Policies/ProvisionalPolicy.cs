using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary>The defaults by hand, until the loader merges the layers.</summary>
internal static class ProvisionalPolicy
{
    private static readonly Origin BuiltIn = new(PolicyLayer.BuiltIn, "defaults");
    private static readonly Origin Flag = new(PolicyLayer.Flag, "flags");

    internal static PolicyResult Load(PolicyFlags flags, CanonicalPath workspace, CanonicalPath home)
    {
        PathRule Rule(string path, Origin origin) => new(path, home.Combine(path), null, origin);
        var profile = flags.Profile ?? Profile.WorkspaceWrite;
        var policy = new SandboxPolicy
        {
            Workspace = workspace,
            Profile = profile,
            Accepted = [.. flags.Accept.Select(a => Enum.Parse<Core.Enforcement.Control>(a, ignoreCase: true))],
            Write = profile == Profile.ReadOnly ? [] : [new("{workspace}", workspace, null, BuiltIn), .. flags.Write.Select(w => Rule(w, Flag))],
            DenyRead = [Rule(".ssh", BuiltIn), Rule(".aws", BuiltIn), Rule(".gnupg", BuiltIn), Rule(".netrc", BuiltIn)],
            Read = [.. flags.Read.Select(r => Rule(r, Flag))],
            Protect = [.. Names.Where(n => !flags.Unprotect.Contains(n, StringComparer.Ordinal)).Select(n => new HandoffRule(n, BuiltIn))],
            Network = flags.Network ?? NetworkMode.Offline,
            Allow = [],
            Loopback = [],
            Commands = [],
            Limits = new() { Processes = 512, Time = flags.Time },
            Environment = new([], [], []),
            Hash = "provisional",
        };
        return new(policy, []);
    }

    private static readonly string[] Names =
        [".vscode", ".idea", ".claude", ".codex", ".cursor", ".gemini", ".agents", ".mcp.json", ".envrc", ".npmrc", ".pinfold"];
}
