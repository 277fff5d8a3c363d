using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>One command in a job, with pipes for its streams.</summary>
internal sealed class Bench : IDisposable
{
    private const JobLimits Usual = JobLimits.KillOnJobClose | JobLimits.DieOnUnhandledException;
    private readonly List<IDisposable> _owned = [];
    private readonly FileStream _output, _error;

    internal Bench(LaunchRequest request, string input = "", JobLimits more = JobLimits.None, TokenHandle? token = null,
        string? desktop = null,
        JobUiLimits ui = JobUiLimits.None, bool keepsInput = false)
    {
        Job = Own(Job.Create(new(Usual | more, 0, 0, ui)));
        var (inRead, inWrite) = Kernel32.Pipe();
        var (outRead, outWrite) = Kernel32.Pipe();
        var (errorRead, errorWrite) = Kernel32.Pipe();
        using (inRead)
        using (outWrite)
        using (errorWrite)
        using (var streams = Streams.Of(inRead, outWrite, errorWrite))
            Command = new LocalCommand(ChildProcess.Start(request, Job, token, null, desktop, streams, null), Job,
                request.Deadline, null);
        Own(Command);
        (_output, _error) = (Own(Stream(outRead, System.IO.FileAccess.Read)),
            Own(Stream(errorRead, System.IO.FileAccess.Read)));
        var writer = new StreamWriter(Stream(inWrite, System.IO.FileAccess.Write));
        if (keepsInput) Own(writer);
        else
            using (writer) writer.Write(input);
    }

    internal Job Job { get; }

    internal RunningCommand Command { get; }

    internal static LaunchRequest Of(params string[] arguments) => new()
    {
        Argv = [Inside.Program, "--inside", .. arguments],
        WorkingDirectory = WindowsPath.Parse(Environment.SystemDirectory[..3]),
        Environment = [.. Variables()],
    };

    internal static IEnumerable<KeyValuePair<string, string>> Variables() =>
        Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Select(v => KeyValuePair.Create((string)v.Key, (string)v.Value!));

    /// <summary>The first line of output: the command is running.</summary>
    internal string? Line()
    {
        var line = new List<byte>();
        for (int c; (c = _output.ReadByte()) is >= 0 and not '\n';) line.Add((byte)c);
        return System.Text.Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
    }

    /// <summary>All output until the end, then the result.</summary>
    internal (LaunchResult Result, string Output, string Error) Finish()
    {
        var (output, error) = (new StreamReader(_output).ReadToEndAsync(), new StreamReader(_error).ReadToEndAsync());
        var result = Command.Wait();
        return (result, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public void Dispose()
    {
        for (var i = _owned.Count - 1; i >= 0; i--) _owned[i].Dispose();
    }

    private static FileStream Stream(FileHandle handle, System.IO.FileAccess access)
    {
        var file = new SafeFileHandle(handle.DangerousGetHandle(), ownsHandle: true);
        handle.SetHandleAsInvalid();
        return new(file, access, bufferSize: 1);
    }

    private T Own<T>(T value)
        where T : IDisposable
    {
        _owned.Add(value);
        return value;
    }
}
