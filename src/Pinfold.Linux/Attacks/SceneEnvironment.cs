namespace Pinfold.Linux.Attacks;

/// <summary>The environment of attempts.</summary>
internal static class SceneEnvironment
{
    internal static List<KeyValuePair<string, string>> Of(Scene scene) =>
    [
        new("PATH", "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"),
        new("HOME", scene.Home),
        new("DOTNET_EnableDiagnostics", "0"),
        .. scene.Environment,
    ];
}
