using System.Diagnostics;
using System.Text.Json.Nodes;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Workspace;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary><c>pinfold.exe</c> as a user runs it. It lies in <c>program</c> beside the tests (see ./test).</summary>
public sealed class ProgramTests : IDisposable
{
    private const string NoFence = "run --profile full-access -- ";
    private readonly DirectoryInfo _workspace = Directory.CreateTempSubdirectory("pinfold-program-");

    public void Dispose() => _workspace.Delete(recursive: true);

    [WindowsFact]
    public void It_passes_output_and_the_exit_status_on()
    {
        var (status, output, error) = Run(NoFence + "cmd /d /c echo hi& exit 7");
        Assert.Equal((7, "hi"), (status, output.Trim()));
        Assert.Contains("NO FENCE", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void Standard_input_reaches_a_NET_program_and_comes_back()
    {
        var (status, output, error) = Run($"{NoFence}\"{Inside.Program}\" --inside copy", "grüße\n");
        Assert.Equal((0, "grüße\n"), (status, output.Replace("\r", "", StringComparison.Ordinal)));
        Assert.EndsWith("error", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void A_Win32_program_runs()
    {
        var (status, output, _) = Run(NoFence + "hostname");
        Assert.Equal(0, status);
        Assert.Equal(Environment.MachineName, output.Trim(), ignoreCase: true);
    }

    [WineFact]
    public void Verifying_says_that_nothing_is_confined_here_and_a_shell_needs_a_terminal()
    {
        var (status, output, error) = Run("verify --attack write-outside-create");
        Assert.NotEqual(0, status);
        Assert.Contains("not confined", output + error, StringComparison.Ordinal);
        (status, output, error) = Run("shell");
        Assert.Equal((125, ""), (status, output));
        Assert.Contains("needs a terminal", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void A_program_that_is_missing_and_a_command_line_that_is_wrong_have_statuses_of_their_own()
    {
        Assert.Equal(127, Run(NoFence + "no-such-program").Status);
        Assert.Equal(125, Run("run --no-such-option -- cmd").Status);
        Assert.Equal(126, Run(NoFence + $"\"{Batch()}\" \"a&b%PATH%\"").Status);
    }

    [WindowsFact]
    public void A_timeout_ends_the_tree_with_124() =>
        Assert.Equal(124, Run($"run --profile full-access --timeout 1s -- \"{Inside.Program}\" --inside wait").Status);

    [WindowsFact]
    public void Strict_mode_refuses_what_Windows_cannot_hold_and_names_it()
    {
        var (status, _, error) = Run("run -- cmd /d /c echo hi");
        Assert.Equal(126, status);
        Assert.Contains("network is not enforced", error, StringComparison.Ordinal);
        Assert.Contains("--accept network", error, StringComparison.Ordinal);
    }

    [WineFact]
    public void Where_the_system_keeps_no_restriction_nothing_runs_though_every_gap_is_accepted()
    {
        var all = string.Concat(
            Enum.GetValues<Core.Enforcement.Control>().Select(c => $"--accept {c.ToString().ToLowerInvariant()} "));
        var (status, output, error) = Run($"run {all}-- cmd /d /c echo hi");
        Assert.Equal((125, ""), (status, output));
        Assert.Contains("not confined", error, StringComparison.Ordinal);
        foreach (var attempt in (string[])["write-outside-create",
            "write-outside-delete", "handoff-write", "secret-read", "process-memory-read"])
            Assert.Contains($"{attempt} got through", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void The_plan_the_policy_and_the_diagnosis_are_data_for_programs()
    {
        Assert.NotEmpty(Data("plan --json")["steps"]!.AsArray());
        Assert.False(Data("doctor --json", 1)["holds"]!.GetValue<bool>());
        Assert.Contains("read-only", Run("policy show --profile read-only").Output, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void Explaining_shows_the_access_check_on_what_is_there()
    {
        var file = Path.Combine(_workspace.FullName, "x");
        File.WriteAllText(file, "");
        var (status, output, _) = Run($"explain write \"{file}\"");
        Assert.Equal(0, status);
        Assert.Matches(@"access check \(model\) of .*\\x as it is now: (granted|refused)\r?\n +.*: (granted|refused) by (entry \d+, \(|the label|the level|no entry|being the owner|the object having no DACL)", output);
    }

    /// <summary>With the account's token, not with the user's: the answer for the same file is another one.</summary>
    [WindowsFact]
    public void Explaining_elevated_mode_shows_the_access_check_of_the_account_and_before_setup_says_so()
    {
        Assert.SkipWhen(ServiceControl.ProcessOf(BrokerService.Name) != 0, "the broker runs on this host");
        var file = Path.Combine(_workspace.FullName, "x");
        File.WriteAllText(file, "");
        var (status, output, error) = Run($"explain write --mode elevated \"{file}\"");
        Assert.Equal((0, ""), (status, error));
        Assert.Matches(@"elevated mode is not set up here \(.+\); with accounts as setup makes them:\r?\na command runs as PinfoldOffline, not as you", output);
        Assert.Matches(
            @"access check \(model\) of .*\\x as it is now: refused\r?\n +.*: refused by (the level|no entry)", output);
        Assert.Contains("not as you",
            Data($"explain write --json --mode elevated \"{file}\"")["access_check"]!.AsArray()[1]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [WindowsFact]
    public void What_ran_is_in_the_log()
    {
        Run(NoFence + "cmd /d /c exit 3");
        var (status, output, _) = Run("log last");
        Assert.Equal(0, status);
        Assert.Contains("exit", output, StringComparison.Ordinal);
        Assert.Equal(0, Run("log --check").Status);
    }

    [WindowsFact]
    public void An_audit_learns_what_is_there_and_what_a_killed_session_left_is_moved_and_comes_back()
    {
        Repository("mine");
        Assert.Contains(@"mine\.git", Run("audit").Output, StringComparison.Ordinal);
        Assert.Contains("0 new names", Run("audit").Output, StringComparison.Ordinal);
        var session = Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(State, "sessions"))
            .Max(StringComparer.Ordinal))!;
        var root = WindowsPath.Parse(_workspace.FullName);
        var order = new AuditOrder
        {
            Root = root, Session = WindowsPath.Parse(Path.Combine(State, "sessions", session)),
            FileTime = ChangeJournal.None, SinceBoot = 0, Names = new([], []), Protected = [], Git = [],
        };
        // and then pinfold is killed
        using (Windows.Workspace.Audit.In(WindowsPath.Parse(State)).Begin([order])) Repository("its");

        var (_, output, error) = Run("audit");
        Assert.Contains(@"its\.git", error + output, StringComparison.Ordinal);
        Assert.False(Path.Exists(Path.Combine(_workspace.FullName, "its", ".git")));
        Assert.True(File.Exists(Path.Combine(_workspace.FullName, "mine", ".git", "config")));
        Assert.Contains(session, Run("restore").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("restore " + session).Status);
        Assert.Equal("text", File.ReadAllText(Path.Combine(_workspace.FullName, "its", ".git", "config")));
        Assert.Equal("the quarantine is empty", Run("restore").Output.Trim());
    }

    private static string State =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "pinfold");

    private void Repository(string name)
    {
        var git = Directory.CreateDirectory(Path.Combine(_workspace.FullName, name, ".git"));
        foreach (var file in (string[])["HEAD", "config"]) File.WriteAllText(Path.Combine(git.FullName, file), "text");
    }

    private string Batch()
    {
        var batch = Path.Combine(_workspace.FullName, "b.cmd");
        File.WriteAllText(batch, "@echo %1\r\n");
        return batch;
    }

    private JsonNode Data(string arguments, int status = 0)
    {
        var done = Run(arguments);
        Assert.Equal(status, done.Status);
        return JsonNode.Parse(done.Output)!;
    }

    private (int Status, string Output, string Error) Run(string arguments, string input = "")
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "program", "pinfold.exe"), arguments)
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = _workspace.FullName,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
            StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
