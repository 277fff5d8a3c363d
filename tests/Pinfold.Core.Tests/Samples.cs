using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Tests;

/// <summary>Policies for tests, made by hand so that a test says all that it depends on.</summary>
internal static class Samples
{
    internal static readonly Origin BuiltIn = new(PolicyLayer.BuiltIn, "built-in");
    internal static readonly Origin User = new(PolicyLayer.User, "/home/u/.config/pinfold/policy.toml", 7, 3);

    internal static SandboxPolicy Base { get; } = new()
    {
        Workspace = Path("/ws"),
        Profile = Profile.WorkspaceWrite,
        Accepted = [],
        Write = [Rule("/ws")],
        DenyRead = [],
        Read = [],
        Protect = [Handoff(".vscode"), Handoff(".envrc"),
            .. GitNames.Of(GitNameScope.Common).Select(n => Handoff(".git/" + n.Name))],
        Network = NetworkMode.Offline,
        Allow = [],
        Loopback = [],
        Commands = [],
        Limits = new(),
        Environment = new([], [], []),
        Hash = "sample",
    };

    internal static CanonicalPath Path(string text) => CanonicalPath.Parse(text);

    internal static PathRule Rule(string path, Origin? origin = null) => new(path, Path(path), null, origin ?? User);

    internal static PathRule Rule(string path, PolicyLayer layer) => Rule(path, new Origin(layer, "test"));

    /// <summary>A rule with a pattern, or with a literal path when there is no wildcard.</summary>
    internal static PathRule Pattern(string pattern) =>
        Glob.Parse(pattern) is { IsLiteral: false } glob ? new(pattern, null, glob, User) : Rule(pattern);

    internal static HandoffRule Handoff(string name, Origin? origin = null) => new(name, origin ?? BuiltIn);

    internal static HostRule Host(string host, int port) =>
        new(host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host,
            host.StartsWith("*.", StringComparison.Ordinal), port, User);

    internal static CommandRule Command(Verdict verdict, params string[] prefix) => new([.. prefix], verdict, User);

    internal static string Rules(this Decision decision) => string.Join(" < ", decision.Chain.Select(r => r.Rule));

    internal static Decision Read(this SandboxPolicy policy, string path) =>
        new DecisionEngine(policy).Decide(new Request.Read(Path(path)));

    internal static Decision Write(this SandboxPolicy policy, string path) =>
        new DecisionEngine(policy).Decide(new Request.Write(Path(path)));

    internal static Decision Connect(this SandboxPolicy policy, string host, int port = 443) =>
        new DecisionEngine(policy).Decide(new Request.Connect(host, port));

    internal static Decision Run(this SandboxPolicy policy, params string[] argv) =>
        new DecisionEngine(policy).Decide(new Request.Run([.. argv]));
}
