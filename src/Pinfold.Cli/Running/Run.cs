using Pinfold.Cli.Output;
using Pinfold.Cli.Policies;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux;
using Pinfold.Linux.Processes;

using StandardStreams = Pinfold.Cli.Output.StandardStreams;

namespace Pinfold.Cli.Running;

/// <summary><c>pinfold run</c>: policy → plan → launch → report.</summary>
internal static class Run
{
    internal static int Execute(RunOptions options)
    {
        var folders = UserFolders.Find();
        var workspace = WorkspaceFolder.Find(options.Workspace);
        var policy = PolicyFiles.Load(options.Flags, workspace, folders).Policy!;
        var plan = Planner.For(policy, LinuxBackend.Gather(policy, folders.Home, folders.State));
        foreach (var gap in plan.Expected.Gaps(policy.Accepted))
            throw new CommandException($"{gap.Control} is {gap.Status} on this host: {gap.Reason}; accept the gap with --accept {gap.Control}");
        var request = new LaunchRequest
        {
            Argv = options.Argv,
            WorkingDirectory = WorkingFolder(options, workspace),
            Environment = [.. ProcessEnvironment.Current()],
            Deadline = policy.Limits.Time,
        };
        using var command = LinuxBackend.Start(plan, request);
        using var signals = new SignalForwarding(command);
        var result = command.Wait();
        if (result.Failure is not null) StandardStreams.Say(result.Failure);
        return result.ExitStatus;
    }

    private static CanonicalPath WorkingFolder(RunOptions options, CanonicalPath workspace) =>
        options.Workspace is not null && WorkspaceFolder.Current is var current && current.IsWithin(workspace) ? current : workspace;
}
