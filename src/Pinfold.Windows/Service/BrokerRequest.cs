using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Service;

/// <summary>What a client asks the broker for: of its own plan, what the broker cannot know.</summary>
internal static class BrokerRequest
{
    /// <summary>The request for one command.</summary>
    /// <exception cref="LaunchException">There is no such program, or it cannot be said to the broker.</exception>
    /// <exception cref="FenceException">The session has no desktop.</exception>
    internal static AccountLaunch Of(WindowsPlan plan, WindowsHostFacts facts, LaunchRequest request, string? desktop,
        Streams? streams)
    {
        var (program, line, _) = ChildProcess.CommandOf(request);
        if (!WindowsPath.TryParse(Real(program), out var path, out var error) || !WindowsPath.IsOnDrive(path))
            throw new LaunchException(LaunchOutcome.NotExecutable,
                $"'{program}' {error ?? "is on no drive"}, and the broker starts no such program");
        if (line.Length > AccountLaunch.MaxCommandLine)
            throw new LaunchException(LaunchOutcome.NotExecutable,
                $"the command line has {line.Length} characters; Windows has room for {AccountLaunch.MaxCommandLine}");
        var job = plan.Steps.OfType<WindowsStep.CreateJob>().Single();
        var station = desktop is null
            ? throw new FenceException("the session has no desktop of its own")
            : desktop[..desktop.IndexOf('\\', StringComparison.Ordinal)];
        var launch = new AccountLaunch
        {
            IsOnline = plan.Steps.OfType<WindowsStep.LogOn>().Single().Account.IsOnline,
            ProxySlot = facts.ProxySlot,
            Session = facts.SessionId,
            Station = station,
            Roots = Folders(plan.Steps.OfType<WindowsStep.GrantRoot>().Select(s => s.Path), facts),
            Reads = Folders(plan.Steps.OfType<WindowsStep.GrantRead>().Select(s => s.Path), facts),
            Program = path,
            CommandLine = line,
            WorkingDirectory = request.WorkingDirectory,
            Environment = request.Environment,
            Processes = job.Processes,
            Memory = job.Memory,
            Deadline = request.Deadline is { } deadline
                ? (uint)Math.Clamp(Math.Ceiling(deadline.TotalMilliseconds), 1, int.MaxValue)
                : 0,
            Streams = ((uint)(streams?.Input ?? 0), (uint)(streams?.Output ?? 0), (uint)(streams?.Error ?? 0)),
        };
        try
        {
            _ = launch.Write();
            return launch;
        }
        catch (ArgumentException e)
        {
            throw new LaunchException(LaunchOutcome.NotExecutable,
                $"the command cannot be handed to the broker: {e.Message}");
        }
    }

    /// <summary>Where links end: the broker follows none.</summary>
    private static string Real(string program)
    {
        try
        {
            using var file = Kernel32.CreateFile(
                program, Kernel32.FILE_READ_ATTRIBUTES, Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING, 0);
            return Kernel32.FinalPath(file);
        }
        catch (NativeException e)
        {
            throw new LaunchException(LaunchOutcome.NotExecutable, e.Message);
        }
    }

    private static ImmutableArray<LaunchFolder> Folders(IEnumerable<CanonicalPath> paths, WindowsHostFacts facts) =>
        [.. paths.Select(
            p => facts.Find(p) ?? throw new FileNotFoundException($"{WindowsPath.ToWin32(p)} is not among the facts"))
            .Select(f => new LaunchFolder(f.Path, f.VolumeSerial, f.FileId))];
}
