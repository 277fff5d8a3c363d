using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>An encoded plan in a file, for the launcher alone: descriptor 3 is the plan, 4 the status.</summary>
internal static class PlanFile
{
    public static string Launcher => Linux.Processes.Launcher.Path;

    /// <summary>The launcher where every user may execute it.</summary>
    public static string Program(string folder)
    {
        var copy = folder + "/launcher";
        if (!File.Exists(copy)) Host($"cp {Launcher} {copy}");
        return copy;
    }

    /// <summary>
    /// A shell script that can be executed at once: no process that another test forks holds it open for writing
    /// (ETXTBSY).
    /// </summary>
    public static string Script(string path, string text)
    {
        File.WriteAllText(path + ".text", "#!/bin/sh\n" + text);
        Host($"cp {path}.text {path}; chmod 755 {path}");
        return path;
    }

    /// <summary>Writes the plan of <paramref name="fence"/> for a user without cgroups.</summary>
    public static string Write(Fence fence, ImmutableArray<string> argv, Afterwards? after = null, uint? user = null)
    {
        var facts = fence.Facts();
        var id = user ?? facts.Uid;
        var plan = Planner.For(fence.Policy, facts with { Uid = id, Gid = id, Cgroups = [] });
        var request = new LaunchRequest
        {
            Argv = argv,
            WorkingDirectory = CanonicalPath.Parse(fence.Workspace),
            Environment = [new("PATH", "/usr/bin:/bin")],
            Afterwards = after,
        };
        var path = fence.Folder + "/plan";
        File.WriteAllBytes(path, LaunchPlanEncoder.Encode(plan, request, id, id, new Dictionary<int, int>()).Bytes);
        return path;
    }

    /// <summary>Runs a script of the host's shell; its output and error.</summary>
    public static (int Status, string Output) Host(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("/bin/bash")
        {
            ArgumentList = { "-c", "exec 2>&1\n" + script }, RedirectStandardOutput = true, UseShellExecute = false
        })!;
        var output = shell.StandardOutput.ReadToEnd();
        shell.WaitForExit();
        return (shell.ExitCode, output);
    }
}
