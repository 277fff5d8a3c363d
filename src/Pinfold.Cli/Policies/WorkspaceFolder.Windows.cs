using Pinfold.Cli.Output;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Policies;

/// <summary>The folder that the agent works in: the current one or what <c>--workspace</c> names.</summary>
internal static class WorkspaceFolder
{
    internal static CanonicalPath Find(string? given)
    {
        if (given is null) return CommandLinePath.Current;
        var path = CommandLinePath.Existing("--workspace", given);
        return Directory.Exists(WindowsPath.ToExtended(path))
            ? path
            : throw new CommandException($"--workspace {path} is not a folder");
    }
}
