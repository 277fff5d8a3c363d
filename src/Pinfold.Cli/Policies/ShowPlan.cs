using Pinfold.Cli.Output;
using Pinfold.Core.Policy;

namespace Pinfold.Cli.Policies;

/// <summary><c>pinfold plan</c>.</summary>
internal static class ShowPlan
{
    internal static int Execute(string? workspace, PolicyFlags flags, bool json)
    {
        var folders = UserFolders.Find();
        var fence = Fence.For(flags, WorkspaceFolder.Find(workspace), folders, folders.State);
        if (!json)
        {
            Messages.Output(fence.Plan.ToString());
            return ExitStatus.Success;
        }

        var plan = fence.PlanJson;
        plan["policy"] = fence.Policy.Hash;
        plan["kernel"] = fence.Kernel;
        Messages.Output(plan.ToJsonString() + "\n");
        return ExitStatus.Success;
    }
}
