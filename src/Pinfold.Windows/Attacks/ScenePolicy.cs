using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Windows.Attacks;

/// <summary>The policy that attacks are made against: what the loader makes of no files and no flags.</summary>
internal static class ScenePolicy
{
    internal static SandboxPolicy For(Scene scene, string workspace)
    {
        var policy = PolicyLoader.Load([], new PolicyFlags(), WindowsPath.Parse(workspace),
            WindowsPath.Parse(scene.Home), [WindowsPath.Parse(scene.State)]).Policy
            ?? throw new InvalidOperationException("the built-in policy has a fault");
        if (scene.Installed is null) return policy;

        // An account that could not even read what lies outside would be refused for that alone, and nothing be said of
        // writing.
        var outside = WindowsPath.Parse(scene.Outside);
        return policy with
            { Read = policy.Read.Add(new(outside.Value, outside, null, new Origin(PolicyLayer.BuiltIn, "verify"))) };
    }
}
