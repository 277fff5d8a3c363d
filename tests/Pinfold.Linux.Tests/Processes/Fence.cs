using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Terminal;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>A fresh workspace and the real fence around commands in it; removed with everything in it.</summary>
internal sealed class Fence : IDisposable
{
    private static readonly Origin Here = new(PolicyLayer.Flag, "test");

    public Fence()
        : this(Directory.CreateDirectory(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            ".cache", "pinfold-test-" + Guid.NewGuid().ToString("n"))).FullName)
    {
    }

    /// <summary>In <paramref name="folder"/>, which is removed too.</summary>
    public Fence(string folder)
    {
        Folder = folder;
        Workspace = Directory.CreateDirectory(Path.Combine(Folder, "ws")).FullName;
        Policy = new SandboxPolicy
        {
            Workspace = CanonicalPath.Parse(Workspace),
            Profile = Profile.WorkspaceWrite,
            Accepted = [],
            Write = [Rule(Workspace)],
            DenyRead = [],
            Read = [],
            Protect = [new(".vscode", Here), new(".envrc", Here),
                .. GitNames.Of(GitNameScope.Common).Select(n => new HandoffRule(".git/" + n.Name, Here))],
            Network = NetworkMode.Offline,
            Allow = [],
            Loopback = [],
            Commands = [],
            Limits = new() { Processes = 512 },
            Environment = new([], [], []),
            Hash = "test",
        };
    }

    public string Folder { get; }

    public string Workspace { get; }

    public SandboxPolicy Policy { get; set; }

    public static PathRule Rule(string path) => new(path, CanonicalPath.Parse(path), null, Here);

    public HostFacts Facts() =>
        LinuxBackend.Gather(Policy, CanonicalPath.Parse(Folder), CanonicalPath.Parse(Folder + "/state"));

    /// <summary>Runs a shell script inside; its output and how it ended.</summary>
    public (string Output, LaunchResult Result) Shell(string script, TimeSpan? deadline = null,
        Func<Plan, Plan>? change = null) =>
        Run(["/bin/sh", "-c", script], deadline, change);

    /// <summary>Runs a Python program inside.</summary>
    public (string Output, LaunchResult Result) Python(string script) => Run(["python3", "-c", script]);

    public (string Output, LaunchResult Result) Run(
        ImmutableArray<string> argv, TimeSpan? deadline = null,
        Func<Plan, Plan>? change = null, HostFacts? facts = null,
        Func<LaunchRequest, LaunchRequest>? edit = null, string? program = null)
    {
        var file = Path.Combine(Folder, "output-" + Guid.NewGuid().ToString("n"));
        using var command = Start(argv, deadline, change, facts, file, edit, program);
        var result = command.Wait();
        return (File.ReadAllText(file), result);
    }

    public RunningCommand Start(
        ImmutableArray<string> argv, TimeSpan? deadline = null,
        Func<Plan, Plan>? change = null, HostFacts? facts = null, string? file = null,
        Func<LaunchRequest, LaunchRequest>? edit = null, string? program = null)
    {
        var plan = Planner.For(Policy, facts ?? Facts());
        using var output = new FileStream(file ?? "/dev/null", FileMode.OpenOrCreate, FileAccess.ReadWrite,
            FileShare.ReadWrite);
        using var input = new FileStream("/dev/null", FileMode.Open, FileAccess.Read);
        var request = new LaunchRequest
        {
            Argv = argv,
            WorkingDirectory = Policy.Workspace,
            Environment = [new("PATH", "/usr/local/bin:/usr/bin:/bin"), new("HOME", Folder)],
            Deadline = deadline,
            Streams = (Number(input), Number(output), Number(output)),
        };
        return Linux.Processes.Launcher.Start(change is null ? plan : change(plan),
            edit is null ? request : edit(request), program);
    }

    public RunningCommand Start(ImmutableArray<string> argv, TerminalSession terminal) => LinuxBackend.Start(
        Planner.For(Policy, Facts()),
        new LaunchRequest
        {
            Argv = argv,
            WorkingDirectory = Policy.Workspace,
            Environment = [new("PATH", "/usr/local/bin:/usr/bin:/bin"),
                new("HOME", Folder), new("TERM", "xterm"), new("PS1", "$ ")],
            Streams = terminal.Streams,
            OwnTerminal = true,
        });

    private static int Number(FileStream stream) => (int)stream.SafeFileHandle.DangerousGetHandle();

    public void Dispose()
    {
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}
