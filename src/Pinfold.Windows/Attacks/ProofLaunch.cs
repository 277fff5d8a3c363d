using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Attacks;

/// <summary>Runs one attempt, in a fence or outside of any, and keeps what it prints.</summary>
/// <param name="program">The program that makes attempts, and the arguments that make it do so.</param>
/// <param name="folder">Where it starts.</param>
internal sealed class ProofLaunch(ImmutableArray<string> program, CanonicalPath folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Outside of any fence: as an ordinary program of the user.</summary>
    internal (int Status, string Said) Outside(string verb, string what)
    {
        using var job = Job.Create(new(JobLimits.KillOnJobClose, 0, 0, JobUiLimits.None));
        return Run(streams => new LocalCommand(
            ChildProcess.Start(Request(verb, what), job, null, null, null, streams, null), job, Patience, null));
    }

    /// <summary>In the fence.</summary>
    internal (int Status, string Said) Inside(WindowsFence fence, string verb, string what) =>
        Run(streams => fence.Start(Request(verb, what), streams));

    private static (int Status, string Said) Run(Func<Streams, RunningCommand> start)
    {
        var (read, write) = Kernel32.Pipe();
        RunningCommand command;
        using (write)
        using (var streams = Streams.Of(null, write, write)) command = start(streams);
        using (command)
        {
            using var file = new SafeFileHandle(read.DangerousGetHandle(), ownsHandle: false);
            using var reader = new StreamReader(new FileStream(file, System.IO.FileAccess.Read, bufferSize: 1));
            var said = reader.ReadToEndAsync();
            var result = command.Wait();
            using (read) return (result.ExitStatus, said.GetAwaiter().GetResult().Trim());
        }
    }

    private LaunchRequest Request(string verb, string what) => new()
    {
        Argv = [.. program, verb, what], WorkingDirectory = folder, Deadline = Patience,
        Environment = [.. Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(v => KeyValuePair.Create((string)v.Key, (string)v.Value!))],
    };
}
