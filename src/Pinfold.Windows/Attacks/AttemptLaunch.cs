using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Attacks;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;

namespace Pinfold.Windows.Attacks;

/// <summary>Makes an attempt: outside of any fence, or in one.</summary>
internal static class AttemptLaunch
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    /// <summary>
    /// As an ordinary program of the user, in no job of ours, with what a program inherits by default.
    /// </summary>
    internal static void Outside(Scene scene, AttackCode code)
    {
        var start = new ProcessStartInfo(scene.Program[0], [.. scene.Program[1..], code.Name, .. scene.Arguments])
        {
            UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = code.Folder(scene),
        };
        foreach (var (name, value) in scene.Variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var meanwhile = Meanwhile(scene, code);
        if (!process.WaitForExit(code.TimesOut ? code.TimeLimit : Deadline)) Stop(scene, process, code.LeavesChildren);
        scene.Ended.Set();
        meanwhile?.Join(Deadline);
        // a child may hold the pipe
        if (!code.TimesOut) scene.Report = AttemptReport.Parse(said.Wait(Deadline) ? said.Result : "");
    }

    /// <summary>In a fence, whose gaps the caller has looked at.</summary>
    internal static LaunchResult Inside(Scene scene, AttackCode code, WindowsFence fence, SandboxPolicy policy,
        WindowsPlan plan)
    {
        var request = new LaunchRequest
        {
            Argv = [.. scene.Program, code.Name, .. scene.Arguments],
            WorkingDirectory = WindowsPath.Parse(code.Folder(scene)),
            Environment = [.. Variables(scene, policy, plan)],
            Deadline = code.TimesOut ? code.TimeLimit : Deadline,
        };
        var (read, write) = Kernel32.Pipe();
        RunningCommand command;
        using (write)
        using (var streams = Streams.Of(null, write, write)) command = fence.Start(request, streams);
        using (command)
        using (read)
        {
            using var reader = new StreamReader(
                new FileStream(new SafeFileHandle(read.DangerousGetHandle(), ownsHandle: false),
                    System.IO.FileAccess.Read, bufferSize: 1));
            var said = reader.ReadToEndAsync();
            var meanwhile = Meanwhile(scene, code);
            var result = command.Wait();
            scene.Ended.Set();
            meanwhile?.Join(Deadline);
            // who got away may hold the pipe
            scene.Report = AttemptReport.Parse(said.Wait(Deadline) ? said.Result : "");
            return result;
        }
    }

    /// <summary>Variables of a command, with the session's own folder for temporary files.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> Variables(Scene scene, SandboxPolicy policy,
        WindowsPlan plan)
    {
        var own = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? ""));
        var temp = plan.Steps.OfType<WindowsStep.PrivateTemp>()
            .Select(s => WindowsPath.ToWin32(s.Path)).FirstOrDefault() ?? scene.Temp;
        return EnvironmentFilter.Apply(policy.Environment, [.. scene.Variables, .. own]).Passed
            .Where(v => v.Key.ToUpperInvariant() is not ("TEMP" or "TMP" or "TMPDIR"))
            .Append(new("TEMP", temp)).Append(new("TMP", temp));
    }

    /// <summary>An attack that must not end by itself worked when it is still there.</summary>
    private static void Stop(Scene scene, Process process, bool leavesChildren)
    {
        scene.Tell("stopped", 1);
        process.Kill(entireProcessTree: !leavesChildren);
        process.WaitForExit();
    }

    private static Thread? Meanwhile(Scene scene, AttackCode code)
    {
        if (code.Meanwhile is null) return null;
        var thread = new Thread(() =>
        {
            try
            {
                code.Meanwhile(scene);
            }
            catch (Exception e) when (e is IOException or TimeoutException or UnauthorizedAccessException)
            {
                return; // the attempt did not play its part: its report and its effect say so
            }
        }) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
