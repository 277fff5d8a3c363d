using System.Collections.Immutable;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.WindowsModel.Machine;

namespace Pinfold.Cli.Policies;

/// <summary><c>pinfold plan --host windows</c>: the plan for a Windows host that is described, not this one. Flags and
/// built-in lists alone count, for policy files belong to their host.</summary>
internal static class ShowWindowsPlan
{
    private const string TypicalWorkspace = @"C:\Users\me\src\app";

    internal static int Execute(string? workspace, PolicyFlags flags, string? factsFile, bool json)
    {
        var faults = new List<string>();
        var described = factsFile is null ? null : Described(factsFile, faults);
        if (factsFile is null && workspace is not (null or TypicalWorkspace))
            faults.Add(
                $"--workspace {workspace}: the typical host has {TypicalWorkspace} alone; describe yours with --facts");
        if (factsFile is not null && workspace is null)
            faults.Add("--workspace is missing: a described host has no current folder");
        var folder = Canonical("--workspace", workspace ?? TypicalWorkspace, faults);
        flags = flags with
            { Write = Canonical("--write", flags.Write, faults), Read = Canonical("--read", flags.Read, faults) };
        if (faults.Count > 0) throw new CommandException([.. faults.Select(f => OsText.Display(f))]);
        var typical = FreshWindows11.Create();
        typical.File($@"{TypicalWorkspace}\.git\config");
        typical.File($@"{TypicalWorkspace}\.git\hooks\pre-commit.sample");
        typical.Folder($@"{TypicalWorkspace}\.git\info");
        typical.Folder($@"{TypicalWorkspace}\.git\objects\info");
        typical.Folder($@"{TypicalWorkspace}\.vscode");
        var (home, state) = described is null
            ? (MachineFacts.Home, MachineFacts.State)
            : (described.Home, described.State);
        var result = PolicyLoader.Load([], flags, folder, home, [state]);
        if (result.Policy is not { } policy)
            throw new CommandException(result.Diagnostics);
        var isElevated = flags.Mode == FenceMode.Elevated;
        var more = isElevated
            ? ElevatedPlanner.PathsOfInterest(policy, MachineFacts.Home.Combine("AppData/Local/Temp"), state, [])
            : [];
        var host = described ?? MachineFacts.Of(typical.Machine, policy, "0123456789abcdef", more.AsSpan());
        var plan = isElevated
            ? ElevatedPlanner.For(policy, host, WindowsInstallation.Described(host.User))
            : WindowsPlanner.For(policy, host);
        var name = described is null
            ? "a typical Windows 11, described, not this host"
            : $"the host of {factsFile}, described, not this host";
        if (json)
        {
            var data = plan.ToJson();
            data["policy"] = policy.Hash;
            data["host"] = name;
            data["build"] = host.Build;
            data["evidence"] = "model";
            Messages.Output(data.ToJsonString() + "\n");
        }
        else
        {
            Messages.Output($"# {name}; build {host.Build}. Evidence: the model of Windows' access check; "
                + $"no kernel was asked.\n{(isElevated ? SetUp() : "")}{plan}");
        }

        return ExitStatus.Success;
    }

    /// <summary>What an administrator's set-up makes before, once.</summary>
    private static string SetUp()
    {
        var text = new System.Text.StringBuilder("# set up once, by an administrator (pinfold setup):\n");
        foreach (var change in WindowsSetup.Typical("described").Changes([], WindowsSetup.Keys))
            text.Append(change.Describe()).Append('\n');
        return text.Append("# then for each session:\n").ToString();
    }

    private static WindowsHostFacts? Described(string file, List<string> faults)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add($"--facts {file} cannot be read: {exception.Message}");
            return null;
        }

        var (facts, wrong) = WindowsFactsJson.Read(text);
        faults.AddRange(wrong.Select(w => $"--facts {file}: {w}"));
        return facts;
    }

    private static ImmutableArray<string> Canonical(string what, ImmutableArray<string> paths, List<string> faults) =>
        [.. paths.Select(p => Canonical(what, p, faults).Value)];

    private static CanonicalPath Canonical(string what, string text, List<string> faults)
    {
        if (!WindowsPath.TryParse(text, out var path, out var error)) faults.Add($"{what}: {error}");
        return path;
    }
}
