using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Linux.Attacks.Proof;

/// <summary>
/// The user's policy moved to a scene: the same profile, network, names and limits, but the scene's own folders.
/// </summary>
internal static class ProofPolicy
{
    internal static SandboxPolicy For(Scene scene, SandboxPolicy policy) => policy with
    {
        Workspace = CanonicalPath.Parse(scene.Workspace),
        Write = policy.Profile == Profile.ReadOnly ? [] : [ScenePolicy.Rule(scene.Workspace)],
        DenyRead = [ScenePolicy.Rule(scene.Home + "/.ssh"),
            ScenePolicy.Rule(scene.Home + "/.aws"), ScenePolicy.Rule(scene.Home + "/.netrc")],
        Read = [],
        Protect = [.. policy.Protect.Where(p => p.Name != ".vscode"),
            new(".vscode", policy.Protect.Length > 0 ? policy.Protect[0].Origin : new(PolicyLayer.BuiltIn, "proof"))],
        ProtectPaths = [],
        Loopback = [],
    };
}
