using System.Text.Json.Nodes;
using Pinfold.Cli.Output;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
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
        [new("build", Host.Build), new("terminal_session", Host.TerminalSession), new("level", Host.Token.IntegrityLevel.ToString())];

    /// <summary>Works it out. <paramref name="state"/> is Pinfold's own folder, which stays hidden inside.</summary>
    internal static Fence For(PolicyFlags flags, CanonicalPath workspace, UserFolders folders, CanonicalPath state)
    {
        if (flags.Mode == FenceMode.Elevated)
        {
            BrokerClient.Status(); // its own words where there is none
            throw new CommandException("--mode elevated: " + Pinfold.Windows.Service.Broker.StartsNothing);
        }

        var policy = PolicyFiles.Load(flags, workspace, folders);
        var temp = CommandLinePath.Existing("the folder for temporary files", Path.GetTempPath());
        var host = WindowsBackend.Gather(policy, folders.Home, temp, state);
        return new(policy, host, WindowsPlanner.For(policy, host));
    }

    /// <summary>The same for a session that holds this pair of keys, or none.</summary>
    internal Fence Under(KeyPair? keys)
    {
        if (keys == Host.Keys) return this;
        var host = Host with { Keys = keys };
        return new(Policy, host, WindowsPlanner.For(Policy, host));
    }
}
