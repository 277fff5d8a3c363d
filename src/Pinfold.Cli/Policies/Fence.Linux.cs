using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Cli.Output;
using Pinfold.Linux;
using Pinfold.Linux.Elevated;

namespace Pinfold.Cli.Policies;

/// <summary>The fence that a command line asks for, on this host. Nothing of it is applied yet.</summary>
internal sealed record Fence(SandboxPolicy Policy, HostFacts Host, Plan Plan)
{
    /// <summary>What it will enforce.</summary>
    internal EnforcementReport Expected => Plan.Expected;

    /// <summary>The system's release, for people.</summary>
    internal string Kernel => Host.Kernel;

    /// <summary>Who runs it, in the journal.</summary>
    internal JsonNode User => Host.Uid;

    /// <summary>The plan for programs.</summary>
    internal JsonObject PlanJson => Plan.ToJson();

    /// <summary>What this kernel can do, for programs.</summary>
    internal IEnumerable<KeyValuePair<string, JsonNode?>> Abilities =>
    [
        new("landlock_abi", Host.LandlockAbi),
        new("user_namespaces", Host.NoUserNamespaces is null), new("seccomp", Host.Seccomp),
        new("seccomp_notify", Host.SeccompNotify), new("proc", Host.Proc),
    ];

    /// <summary>Works it out. <paramref name="state"/> is Pinfold's own folder, which stays hidden inside.</summary>
    /// <remarks>Without <paramref name="needsRoots"/> it may be a fence in which nothing can work, as in <c>/</c>: to
    /// look at.</remarks>
    internal static Fence For(PolicyFlags flags, CanonicalPath workspace, UserFolders folders, CanonicalPath state,
        bool needsRoots = true)
    {
        var policy = PolicyFiles.Load(flags, workspace, folders, needsRoots);
        var elevated = flags.Mode == FenceMode.Elevated ? BrokerClient.Status() : null;
        if (elevated is not null && policy.Profile == Profile.FullAccess)
            throw new CommandException("--mode elevated has nothing to build for the profile full-access, "
                + "which asks for no fence; leave one of them out");
        var host = LinuxBackend.Gather(policy, folders.Home, state, elevated);
        return new(policy, host, Planner.For(policy, host));
    }
}
