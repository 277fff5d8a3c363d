using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.Win32;
using Pinfold.Core.Planning.Windows.Elevated;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>
/// <c>pinfold.exe setup</c> as a user and an administrator run it. Level of evidence: Wine, which has neither the
/// accounts nor the filters, so that setup has to fail there.
/// </summary>
public sealed class SetupProgramTests : IDisposable
{
    private const string Winlogon = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon\SpecialAccounts";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pinfold-setup-");

    private static string Program => Path.Combine(AppContext.BaseDirectory, "program", "pinfold.exe");

    public void Dispose() => _folder.Delete(recursive: true);

    [WindowsFact]
    public void A_dry_run_prints_every_change_with_its_undo_and_makes_none()
    {
        var (status, output, _) = Run("setup --dry-run --json");
        Assert.Equal(0, status);
        var plan = JsonNode.Parse(output)!["plan"]!.AsArray();
        Assert.Equal(
            "hide_account secure_folder copy_program add_local_group add_local_account grant_right add_filters "
                + "enable_account install_service start_service",
            string.Join(' ', plan.Select(s => s!["kind"]!.GetValue<string>())
                .Where(k => k != "add_key").Distinct(StringComparer.Ordinal)));
        Assert.All(plan, s => Assert.NotEmpty(s!["undo"]!.GetValue<string>()));
        Assert.All(plan, s => Assert.Equal("to_make", s!["outcome"]!.GetValue<string>()));
        AssertNothingIsLeft();
    }

    [WindowsFact]
    public void Names_that_cannot_be_accounts_are_refused()
    {
        var (status, _, error) = Run("setup --dry-run --offline-account a/b");
        Assert.Equal(125, status);
        Assert.Contains("'a/b' has a character", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void Who_is_no_administrator_is_told_how_to_become_one()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "this is an administrator");
        foreach (var verb in (string[])["setup --yes", "uninstall --yes", "doctor --fix"])
        {
            var (status, _, error) = Run(verb);
            Assert.Equal(125, status);
            Assert.Contains("Run as administrator", error, StringComparison.Ordinal);
        }
    }

    [WindowsFact]
    public void Elevated_mode_without_a_broker_says_what_is_missing_and_runs_nothing()
    {
        var (status, output, error) = Run("run --mode elevated -- cmd /d /c echo hi");
        Assert.Equal((125, ""), (status, output));
        Assert.Contains("PinfoldBroker does not run", error, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void Without_a_broker_no_attack_is_made_on_the_elevated_mode_and_all_are_listed()
    {
        var (status, output, error) = Run("verify --mode elevated");
        Assert.Equal((125, ""), (status, output));
        Assert.Contains("PinfoldBroker does not run", error, StringComparison.Ordinal);
        var (listed, elevated, _) = Run("verify --mode elevated --list");
        var (_, unelevated, _) = Run("verify --list");
        Assert.Equal(0, listed);
        Assert.Contains("broker-pipe-speak", elevated, StringComparison.Ordinal);
        Assert.DoesNotContain("broker-pipe-speak", unelevated, StringComparison.Ordinal);
        Assert.Equal(125, Run("verify --attack broker-pipe-speak").Status);
    }

    [WineFact]
    public void A_host_that_lacks_a_part_is_left_as_it_was_and_the_step_is_named()
    {
        var (status, output, error) = RunAsAdministrator("setup --yes");
        Assert.Equal(125, status);
        // Wine keeps no descriptors of folders
        Assert.Contains("setup stopped: 'make the folder C:\\Program Files\\Pinfold", error, StringComparison.Ordinal);
        Assert.Contains("nothing is left", error, StringComparison.Ordinal);
        var made = output.Split('\n').Count(l => l.StartsWith("made ", StringComparison.Ordinal));
        Assert.InRange(made, 2, 4); // keys and values of the registry
        Assert.Equal(made + 1, output.Split('\n').Count(l => l.StartsWith("taken back ", StringComparison.Ordinal)));
        AssertNothingIsLeft();
        var again = RunAsAdministrator("uninstall --yes --prove");
        Assert.Equal(0, again.Status);
        Assert.Contains("made nothing on this host", again.Output, StringComparison.Ordinal);
    }

    private static void AssertNothingIsLeft()
    {
        Assert.False(Directory.Exists(WindowsSetup.DataFolder));
        Assert.False(Directory.Exists(WindowsSetup.ProgramFolder));
        using var key = Registry.LocalMachine.OpenSubKey(Winlogon);
        Assert.DoesNotContain("UserList", key?.GetSubKeyNames() ?? [], StringComparer.Ordinal);
    }

    private (int Status, string Output, string Error) Run(string arguments)
    {
        var start = new ProcessStartInfo(Program, arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
            RedirectStandardInput = true, WorkingDirectory = _folder.FullName,
            StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    /// <summary>By the verb "runas", which gives an elevated token, and no pipes.</summary>
    private (int Status, string Output, string Error) RunAsAdministrator(string arguments)
    {
        var (output, error) = (Path.Combine(_folder.FullName, "output"), Path.Combine(_folder.FullName, "error"));
        var start =
            new ProcessStartInfo("cmd.exe", $"/d /s /c \"\"{Program}\" {arguments} > \"{output}\" 2> \"{error}\"\"")
                { UseShellExecute = true, Verb = "runas" };
        using var process = Process.Start(start)!;
        process.WaitForExit();
        return (process.ExitCode, File.ReadAllText(output), File.ReadAllText(error));
    }
}
