using Pinfold.Core.Policy;

namespace Pinfold.Linux.Attacks;

/// <summary>The environment of attempts.</summary>
internal static class SceneEnvironment
{
    /// <summary>What the user's shell would hand on.</summary>
    internal static List<KeyValuePair<string, string>> Of(Scene scene) =>
    [
        new("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"),
        new("HOME", scene.Home),
        new("DOTNET_EnableDiagnostics", "0"),
        .. scene.Environment,
    ];

    /// <summary>What passes the policy's rules.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Inside(Scene scene, SandboxPolicy policy) =>
        EnvironmentFilter.Apply(policy.Environment, Of(scene)).Passed;
}
