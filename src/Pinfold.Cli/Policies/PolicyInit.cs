using System.Text;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary><c>pinfold policy init</c>.</summary>
internal static partial class PolicyInit
{
    internal static int Execute(string? workspace, bool project)
    {
        var folder = project ? WorkspaceFolder.Find(workspace).Combine(".pinfold") : UserFolders.Find().Configuration;
        var path = Write(folder, Encoding.UTF8.GetBytes(project ? PolicyTemplate.Project : PolicyTemplate.User));
        Messages.Output($"{path}\n");
        return ExitStatus.Success;
    }

    private static CommandException Kept(CanonicalPath path) =>
        new($"{path} exists already and is kept; 'pinfold policy check' checks it, 'pinfold policy show' shows its effect");
}
