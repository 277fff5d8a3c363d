using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;

namespace Pinfold.Cli.Running;

/// <summary>
/// What a workspace is that a person may not have meant: told before the first command in it, and in each report for
/// programs.
/// </summary>
internal static class WorkspaceNote
{
    /// <summary>Null when there is nothing to tell.</summary>
    internal static string? Of(CanonicalPath workspace, CanonicalPath home)
    {
        if (workspace == home)
        {
            return "the workspace is your home folder: commands may change all in it but secrets and what shells, editors and tools"
                + " are known to run from it; name a project's folder for a narrower fence: -C FOLDER";
        }

        return Top(workspace) is not { } top || top == workspace ? null
            : $"the repository's top is {top}, above the workspace; commits need -C {ShellText.Quote(top)}";
    }

    private static CanonicalPath? Top(CanonicalPath workspace)
    {
        for (var folder = workspace; folder != CanonicalPath.Root; folder = folder.Parent)
            if (Path.Exists(WindowsPath.ToWin32(folder.Combine(".git")))) return folder;
        return null;
    }
}
