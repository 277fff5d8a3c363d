using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Windows.Attacks;

/// <summary>The policy that attacks are made against: what the loader makes of no files and no flags.</summary>
internal static class ScenePolicy
{
    internal static SandboxPolicy For(Scene scene, string workspace) =>
        PolicyLoader.Load([], new PolicyFlags(), WindowsPath.Parse(workspace), WindowsPath.Parse(scene.Home), [WindowsPath.Parse(scene.State)]).Policy
        ?? throw new InvalidOperationException("the built-in policy has a fault");
}
