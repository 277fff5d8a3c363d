using System.Diagnostics;

namespace Pinfold.Linux.Tests.Workspace;

/// <summary>Commands outside the fence: what the user does, and the controls.</summary>
internal static class Host
{
    /// <summary>Runs a shell script in <paramref name="folder"/>; its output. It must succeed.</summary>
    public static string Shell(string folder, string script)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-ec", script])
        {
            WorkingDirectory = folder, UseShellExecute = false,
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in GitEnvironment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{script}' ended with {process.ExitCode}: {output}{error.Result}");
    }

    /// <summary>git without the settings of who runs the tests.</summary>
    public static KeyValuePair<string, string>[] GitEnvironment { get; } =
    [
        new("GIT_CONFIG_GLOBAL", "/dev/null"), new("GIT_CONFIG_SYSTEM", "/dev/null"),
        new("GIT_AUTHOR_NAME", "A"), new("GIT_AUTHOR_EMAIL", "a@example.org"),
        new("GIT_COMMITTER_NAME", "A"), new("GIT_COMMITTER_EMAIL", "a@example.org"),
        new("GIT_CONFIG_COUNT", "2"), new("GIT_CONFIG_KEY_0", "protocol.file.allow"),
        new("GIT_CONFIG_VALUE_0", "always"),
        new("GIT_CONFIG_KEY_1", "init.defaultBranch"), new("GIT_CONFIG_VALUE_1", "main"),
    ];
}
