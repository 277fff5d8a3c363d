using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Fuzz.Targets;

/// <summary>
/// Any bytes as a user's and as a project's policy: a policy or diagnostics, and a project never widens.
/// </summary>
internal static class PolicyTarget
{
    private static readonly CanonicalPath Workspace = CanonicalPath.Parse("/home/u/ws");
    private static readonly CanonicalPath Home = CanonicalPath.Parse("/home/u");
    private static readonly Request[] Probes =
    [
        .. ((string[])["/home/u/ws/a", "/home/u/ws/.git/config",
            "/home/u/ws/.vscode/x", "/home/u/.ssh/id", "/home/u/.bashrc",
            "/etc/passwd", "/tmp/x", "/"])
            .Select(CanonicalPath.Parse).SelectMany(p => (Request[])[new Request.Read(p), new Request.Write(p)]),
        new Request.Connect("example.com", 443),
        new Request.Connect("169.254.169.254", 80), new Request.Run(["git", "push"]),
            new Request.Run(["rm", "-rf", "/"]),
    ];

    private static readonly SandboxPolicy Alone = Load(PolicyLayer.Project, [])!;

    internal static void Run(byte[] input)
    {
        Load(PolicyLayer.User, input);
        if (Load(PolicyLayer.Project, input) is not { } policy) return;
        var (wide, tight) = (new DecisionEngine(Alone), new DecisionEngine(policy));
        foreach (var probe in Probes)
            Claim.That(tight.Decide(probe).Verdict >= wide.Decide(probe).Verdict, $"a project widens {probe}");
        Claim.That(policy.Accepted.IsEmpty && policy.Profile <= Alone.Profile && policy.Network <= Alone.Network,
            "a project widens");
    }

    private static SandboxPolicy? Load(PolicyLayer layer, byte[] text)
    {
        PolicySource[] sources = text.Length == 0 ? [] : [new(layer, "/home/u/policy.toml", text)];
        var result = PolicyLoader.Load(sources, new(), Workspace, Home);
        Claim.That(result.Policy is null != result.Diagnostics.IsEmpty, "a policy, or diagnostics");
        foreach (var diagnostic in result.Diagnostics)
            Claim.That(diagnostic.Message.Length > 0 && diagnostic.Remedy.Length > 0,
                "a diagnostic says what and what to do");
        if (result.Policy is not { } policy) return null;
        Claim.That(policy.Hash == policy.ComputeHash(), "the hash is of the policy");
        policy.ToJson().ToJsonString();
        foreach (var probe in Probes) new DecisionEngine(policy).Decide(probe).ToJson().ToJsonString();
        return policy;
    }
}
