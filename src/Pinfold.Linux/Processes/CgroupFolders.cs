using Pinfold.Core.Planning;

namespace Pinfold.Linux.Processes;

/// <summary>Makes the plan's cgroups before a launch. The launcher removes them; this does when it could not.</summary>
internal static class CgroupFolders
{
    internal static void Make(Plan plan)
    {
        foreach (var step in plan.Steps.OfType<PlanStep.JoinCgroup>())
        {
            Directory.CreateDirectory(step.Path.Value);
            foreach (var (file, value) in step.Limits) File.WriteAllText($"{step.Path.Value}/{file}", value);
        }
    }

    internal static void Remove(Plan plan)
    {
        foreach (var step in plan.Steps.OfType<PlanStep.JoinCgroup>())
            if (Directory.Exists(step.Path.Value)) Directory.Delete(step.Path.Value);
    }
}
