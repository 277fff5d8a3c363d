using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Linux.Host;

namespace Pinfold.Cli.Policies;

/// <summary>
/// Where the user's things are (XDG Base Directory Specification: a relative value counts as not set).
/// </summary>
/// <param name="Home">Without symbolic links.</param>
/// <param name="Configuration">The folder of the user's policy.</param>
/// <param name="State">The folder of sessions and journals.</param>
internal sealed record UserFolders(CanonicalPath Home, CanonicalPath Configuration, CanonicalPath State)
{
    internal static UserFolders Find()
    {
        var text = Environment.GetEnvironmentVariable("HOME");
        if (string.IsNullOrEmpty(text))
            throw new CommandException("HOME is not set: the user's policy and secrets cannot be located; "
                + "set HOME to your home folder");
        if (!CanonicalPath.TryParse(text, out var home, out var error))
            throw new CommandException($"HOME: {error}; set HOME to your home folder");
        if (PathProbe.Real(home) is not { } real)
            throw new CommandException($"HOME is {home}, which does not exist or cannot be entered; "
                + "set HOME to your home folder");
        return new(real, Below("XDG_CONFIG_HOME", real, ".config"), Below("XDG_STATE_HOME", real, ".local/state"));
    }

    private static CanonicalPath Below(string variable, CanonicalPath home, string fallback) =>
        (CanonicalPath.TryParse(Environment.GetEnvironmentVariable(variable), out var path, out _)
            ? path
            : home.Combine(fallback))
            .Combine("pinfold");
}
