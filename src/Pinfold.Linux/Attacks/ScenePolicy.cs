using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Linux.Attacks;

/// <summary>The policy that attacks are made against: what the loader makes of no files and no flags.</summary>
internal static class ScenePolicy
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "verify");

    internal static SandboxPolicy For(Scene scene) =>
        Load(scene, []).Policy ?? throw new InvalidOperationException("the built-in policy has a fault");

    /// <summary>The policy of this scene with these files.</summary>
    internal static PolicyResult Load(Scene scene, IReadOnlyList<PolicySource> sources) => PolicyLoader.Load(
        sources, new PolicyFlags(), CanonicalPath.Parse(scene.Workspace),
        CanonicalPath.Parse(scene.Home), [CanonicalPath.Parse(scene.State)]);

    internal static PathRule Pattern(string pattern) => new(pattern, null, Glob.Parse(pattern), Here);

    internal static PathRule Rule(string path) => new(path, CanonicalPath.Parse(path), null, Here);
}
