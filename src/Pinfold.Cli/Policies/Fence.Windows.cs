using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Windows;

namespace Pinfold.Cli.Policies;

/// <summary>The fence that a command line asks for, on this host. Nothing of it is applied yet.</summary>
internal sealed record Fence(SandboxPolicy Policy, WindowsHostFacts Host, WindowsPlan Plan)
{
    /// <summary>What it will enforce.</summary>
    internal EnforcementReport Expected => Plan.Expected;

    /// <summary>The system's release, for people.</summary>
    internal string Kernel => $"Windows 10.0.{Host.Build}";

    /// <summary>Who runs it, in the journal.</summary>
    internal JsonNode User => Host.User.ToString();

    /// <summary>The plan for programs.</summary>
    internal JsonObject PlanJson => Plan.ToJson();

    /// <summary>What this host is, for programs.</summary>
    internal IEnumerable<KeyValuePair<string, JsonNode?>> Abilities =>
        [new("build", Host.Build), new("terminal_session", Host.TerminalSession),
            new("level", Host.Token.IntegrityLevel.ToString())];

    /// <summary>Works it out. <paramref name="state"/> is Pinfold's own folder, which stays hidden inside.</summary>
    /// <remarks>Without <paramref name="needsRoots"/> it may be a fence in which nothing can work, as in <c>/</c>: to
    /// look at.</remarks>
    internal static Fence For(PolicyFlags flags, CanonicalPath workspace, UserFolders folders, CanonicalPath state,
        bool needsRoots = true)
    {
        var policy = PolicyFiles.Load(flags, workspace, folders, needsRoots);
        var temp = CommandLinePath.Existing("the folder for temporary files", Path.GetTempPath());
        if (flags.Mode == FenceMode.Elevated) return Elevated(policy, folders, temp, state);
        var host = WindowsBackend.Gather(policy, folders.Home, temp, state);
        return new(policy, host, WindowsPlanner.For(policy, host));
    }

    /// <summary>What setup has left, in elevated mode; else null.</summary>
    internal WindowsInstallation? Installed { get; private init; }

    /// <summary>The plan for another policy on the same host, in this mode.</summary>
    internal WindowsPlan PlanFor(SandboxPolicy policy, WindowsHostFacts host) =>
        Installed is null ? WindowsPlanner.For(policy, host) : ElevatedPlanner.For(policy, host, Installed);

    /// <summary>
    /// The same for a session that holds this pair of keys, or none. In elevated mode sessions are told apart without.
    /// </summary>
    internal Fence Under(KeyPair? keys)
    {
        if (keys == Host.Keys || Installed is not null) return this;
        var host = Host with { Keys = keys };
        return new(Policy, host, WindowsPlanner.For(Policy, host));
    }

    /// <summary>What setup has left, with a broker that answers.</summary>
    /// <exception cref="IOException">There is none of it, in its own words.</exception>
    internal static WindowsInstallation Installation() => WindowsBackend.Installation(BrokerClient.Status());

    /// <summary>
    /// This program, where the commands of a mode can read it: the accounts read what setup has installed, and of the
    /// user's own programs nothing.
    /// </summary>
    internal static string ProgramFor(WindowsInstallation? installed) => installed is not null
        ? SetupPaths.Pinfold
        : Environment.ProcessPath
            ?? throw new CommandException("the path of this program is not known, so the fence cannot prove itself");

    /// <summary>
    /// The same for a command whose proxy has that place in the row; the fence itself where there is none.
    /// </summary>
    internal Fence Through(int? slot)
    {
        if (slot is null || Installed is null) return this;
        var host = Host with { ProxySlot = slot };
        return new(Policy, host, ElevatedPlanner.For(Policy, host, Installed)) { Installed = Installed };
    }

    /// <summary>
    /// Why there is no elevated mode here: the plan is one for a host that is set up as usual, and nothing can be built
    /// of it.
    /// </summary>
    internal string? NotSetUp { get; private init; }

    /// <summary>The elevated plan for this host before it is set up.</summary>
    internal static Fence Described(PolicyFlags flags, CanonicalPath workspace, UserFolders folders, string why)
    {
        var policy = PolicyFiles.Load(flags, workspace, folders);
        var temp = CommandLinePath.Existing("the folder for temporary files", Path.GetTempPath());
        var host = WindowsBackend.GatherElevated(policy, folders.Home, temp, folders.State);
        var installed = WindowsInstallation.Described(host.User);
        return new(policy, host, ElevatedPlanner.For(policy, host, installed))
            { Installed = installed, NotSetUp = why };
    }

    private static Fence Elevated(SandboxPolicy policy, UserFolders folders, CanonicalPath temp, CanonicalPath state)
    {
        var installed = Installation();
        if (policy.Profile == Profile.FullAccess)
            throw new CommandException("--mode elevated has nothing to build for the profile full-access, "
                + "which asks for no fence; leave one of them out");
        var host = WindowsBackend.GatherElevated(policy, folders.Home, temp, state);
        return new(policy, host, ElevatedPlanner.For(policy, host, installed)) { Installed = installed };
    }
}
