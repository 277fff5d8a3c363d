using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Core.Tests.Planning.Windows.Elevated;

/// <summary>An installation on the simulated machine, and sessions of it.</summary>
internal static class Accounts
{
    internal static readonly Sid Group = FreshWindows11.Computer.Child(1100);

    internal static readonly WindowsInstallation Installed = new(Networks.Offline, Networks.Online, Group,
        Networks.Proxy, [Networks.Port]);

    internal static WindowsHostFacts Facts(NtMachine machine, SandboxPolicy policy, string session = "s1",
        params ImmutableArray<CanonicalPath> tools) =>
        MachineFacts.Of(machine, policy,
            session, ElevatedPlanner.PathsOfInterest(policy, MachineFacts.Home.Combine("AppData/Local/Temp"),
                MachineFacts.State, tools).AsSpan()) with { ToolFolders = tools };

    internal static WindowsPlan Plan(Scene scene, SandboxPolicy? policy = null, string session = "s1",
        params ImmutableArray<CanonicalPath> tools) =>
        ElevatedPlanner.For(policy ?? Scene.Policy,
            Facts(scene.Machine, policy ?? Scene.Policy, session, tools) with { LetsLowerIn = scene.LetsLowerIn },
            Installed);

    /// <summary>The plan with commands of level medium and roots without a label.</summary>
    internal static SimulatedBackend RunAtMedium(Scene scene, SandboxPolicy policy, string session)
    {
        var plan = Plan(scene, policy, session);
        var steps = plan.Steps.Where(s => s is not WindowsStep.LabelRoot)
            .Select(s => s is WindowsStep.LogOn logOn ? logOn with { Level = WellKnownSids.Medium } : s);
        return SimulatedBackend.Apply(scene.Machine, FreshWindows11.User, plan with { Steps = [.. steps] }, session);
    }

    internal static SimulatedBackend Run(Scene scene, SandboxPolicy policy, string session,
        params ImmutableArray<CanonicalPath> tools) =>
        SimulatedBackend.Apply(scene.Machine, FreshWindows11.User, Plan(scene, policy, session, tools), session);
}
