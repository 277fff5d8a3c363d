using Pinfold.Cli.Output;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary><c>pinfold policy show</c>.</summary>
internal static class PolicyShow
{
    internal static int Execute(string? workspace, PolicyFlags flags, bool json)
    {
        var policy = PolicyFiles.Load(flags, WorkspaceFolder.Find(workspace), UserFolders.Find(), needsRoots: false);
        Messages.Output(json ? policy.ToJson().ToJsonString() + "\n" : $"{policy.ToText()}\n# policy {policy.Hash}\n");
        return ExitStatus.Success;
    }
}
