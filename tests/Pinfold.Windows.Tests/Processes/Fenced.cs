using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// A workspace in a fence, as <c>pinfold run</c> builds it, in which programs work. Outside of Wine it must confine
/// what is written, else that they run would show nothing.
/// </summary>
internal sealed class Fenced : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly Setting _setting;
    private readonly SessionKeyLock _keys;
    private readonly WindowsFence _fence;
    private readonly string _temp;

    /// <param name="prepare">What the user does in the workspace before.</param>
    internal Fenced(Action<Setting>? prepare = null)
    {
        _setting = new();
        prepare?.Invoke(_setting);
        _keys = _setting.TakeKeys();
        var facts = _setting.Facts();
        var plan = WindowsPlanner.For(_setting.Policy(), facts);
        _fence = WindowsBackend.Apply(plan, facts, _setting.Ledger);
        _temp = plan.Steps.OfType<WindowsStep.PrivateTemp>().Select(s => WindowsPath.ToWin32(s.Path)).FirstOrDefault()
            ?? Path.GetTempPath();
        if (WineVersion.Current is null)
            Assert.NotEqual(EnforcementStatus.NotEnforced, _fence.Report[Control.Writes].Status);
    }

    internal string this[string name] => Path.Combine(_setting.Folder, "ws", name);

    /// <summary>
    /// The program of that name on PATH, after it has run outside; else the test is skipped, with the reason.
    /// </summary>
    /// <param name="name">Without its extension.</param>
    /// <param name="trial">Arguments with which it does nothing and ends with 0.</param>
    internal static string Needs(string name, params string[] trial)
    {
        // What lies in WindowsApps opens the Store where the program itself is not there.
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(f => !f.Contains("WindowsApps", StringComparison.OrdinalIgnoreCase))
            .Select(f => Path.Combine(f.Trim('"'), name + ".exe")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{name} is not installed");
        using var bench = new Bench(Bench.Of() with { Argv = [program, .. trial], Deadline = Patience });
        var (result, output, error) = bench.Finish();
        Assert.SkipWhen(result.ExitStatus != 0,
            $"{name} does not run outside either: {result.ExitStatus} {output} {error}");
        return program;
    }

    /// <summary>Runs it in the workspace, with the session's folder for temporary files.</summary>
    internal (int Status, string Output, string Error) Run(params string[] argv)
    {
        var (input, theirInput) = Kernel32.Pipe();
        var (output, theirOutput) = Kernel32.Pipe();
        var (error, theirError) = Kernel32.Pipe();
        RunningCommand command;
        using (input)
        using (theirInput)
        using (theirOutput)
        using (theirError)
        using (var streams = Streams.Of(input, theirOutput, theirError)) command = _fence.Start(Request(argv), streams);
        using (command)
        {
            var (said, complained) = (Read(output), Read(error));
            var result = command.Wait();
            return (result.ExitStatus, said.GetAwaiter().GetResult(), complained.GetAwaiter().GetResult());
        }
    }

    /// <summary>The output of what must end with 0.</summary>
    internal string Works(params string[] argv)
    {
        var (status, output, error) = Run(argv);
        Assert.True(status == 0, $"{argv[0]} ended with 0x{status:x}: {output} {error}");
        return output.Replace("\r", "", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _fence.Dispose();
        _keys.Dispose();
        _setting.Dispose();
    }

    private static async Task<string> Read(FileHandle pipe)
    {
        using var owned = pipe;
        using var file = new SafeFileHandle(pipe.DangerousGetHandle(), ownsHandle: false);
        using var reader = new StreamReader(new FileStream(file, System.IO.FileAccess.Read, bufferSize: 1));
        return await Task.Run(reader.ReadToEnd).ConfigureAwait(false);
    }

    private LaunchRequest Request(string[] argv) => new()
    {
        Argv = [.. argv], WorkingDirectory = _setting["ws"], Deadline = Patience,
        Environment =
        [
            .. Bench.Variables().Where(v => v.Key is { Length: > 0 } name && name[0] != '='
                && !name.Equals("TEMP", StringComparison.OrdinalIgnoreCase)
                && !name.Equals("TMP", StringComparison.OrdinalIgnoreCase)
                    && !name.Equals("DOTNET_CLI_HOME", StringComparison.OrdinalIgnoreCase)),
            new("TEMP", _temp), new("TMP", _temp),
            new("DOTNET_CLI_HOME", _temp), // else it is the user's profile, which is read-only inside
        ],
    };
}
