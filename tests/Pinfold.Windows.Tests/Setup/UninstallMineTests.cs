using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Pinfold.Core.Ledger;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Tests.Attacks;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Setup;

/// <summary>
/// <c>pinfold.exe uninstall --mine</c> as the user runs it, over the user's own ledger. Level of evidence: Wine, with
/// an entry that it keeps. Alone, for it takes back nothing while a session runs.
/// </summary>
[Collection(Alone.Name)]
public sealed class UninstallMineTests : IDisposable
{
    private const string Mine = "uninstall --mine --yes";
    private const int Many = 120; // more lines than a pipe and a reader hold

    private static readonly Ace Left = KilledHardening.ForFile;

    private readonly Scratch _scratch = new();

    private static string State =>
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "pinfold");

    private static string Ledger => Path.Combine(State, "ledger");

    public void Dispose() => _scratch.Dispose();

    [WindowsFact]
    public void With_nothing_owed_it_says_so()
    {
        Assert.Equal(0, Run(Mine).Status); // what other tests have left
        Assert.Equal(
            (0, "your commands have left nothing on your folders, or it is taken back already\n", ""), Run(Mine));
        Assert.True(JsonNode.Parse(Run(Mine + " --json").Output)!["done"]!.GetValue<bool>());
    }

    [WindowsFact]
    public void An_entry_that_is_owed_is_gone_and_told()
    {
        var (path, before) = Make("one");
        Leave(path);
        Assert.NotEqual(before, UserEntriesTests.Descriptor(path), StringComparer.Ordinal);
        var (status, output, error) = Run(Mine);
        Assert.Equal((0,
            $"taken back remove {Left} from {path} and from what inherited it\nyour folders are as they would be without your commands' fences\n",
            ""),
            (status, output, error));
        Assert.Equal(before, UserEntriesTests.Descriptor(path));
        Assert.Contains("left nothing", Run(Mine).Output, StringComparison.Ordinal);
    }

    [WindowsFact]
    public void As_data_each_step_is_there()
    {
        var (path, before) = Make("one");
        Leave(path);
        var (status, output, _) = Run(Mine + " --json");
        Assert.Equal(0, status);
        var step = Assert.Single(JsonNode.Parse(output)!["steps"]!.AsArray())!;
        Assert.Equal((path, "taken_back"), (step["object"]!.GetValue<string>(), step["outcome"]!.GetValue<string>()));
        Assert.Equal(before, UserEntriesTests.Descriptor(path));
    }

    [WindowsFact]
    public void Without_yes_and_a_terminal_nothing_is_changed()
    {
        var (path, _) = Make("one");
        Leave(path);
        var left = UserEntriesTests.Descriptor(path);
        var (status, output, error) = Run("uninstall --mine");
        Assert.Equal((125, ""), (status, output));
        Assert.Contains("run: pinfold uninstall --mine --yes", error, StringComparison.Ordinal);
        Assert.Equal(left, UserEntriesTests.Descriptor(path));
        Assert.Equal(0, Run(Mine).Status);
    }

    /// <summary>Nobody reads what it writes, so that it waits after some entry: there it is killed.</summary>
    [WindowsFact]
    public void Killed_between_two_entries_it_goes_on()
    {
        var files = Enumerable.Range(0, Many)
            .Select(i => Make(string.Create(CultureInfo.InvariantCulture, $"{i:000}{new string('x', 120)}"))).ToArray();
        Leave([.. files.Select(f => f.Path)]);
        using (var process = Process.Start(Start(Mine))!)
        {
            Assert.StartsWith("taken back ", process.StandardOutput.ReadLine(), StringComparison.Ordinal);
            process.Kill();
            process.WaitForExit();
        }

        var gone = files.Count(f => UserEntriesTests.Descriptor(f.Path) == f.Before);
        Assert.InRange(gone, 1, Many - 1);
        var (status, output, error) = Run(Mine);
        Assert.Equal((0, ""), (status, error));
        // the last may be gone and still owed
        Assert.InRange(output.Split('\n').Count(l => l.StartsWith("taken back ", StringComparison.Ordinal)),
            Many - gone, Many - gone + 1);
        Assert.All(files, f => Assert.Equal(f.Before, UserEntriesTests.Descriptor(f.Path)));
        Assert.Contains("left nothing", Run(Mine).Output, StringComparison.Ordinal);
    }

    private (string Path, string Before) Make(string name)
    {
        var path = _scratch.Write(name);
        using (var item = NativeSecurityStore.OpenItem(path, ItemAccess.WriteDacl)!)
            // Wine's files are everybody's to read
            item.WriteDacl(SecurityDescriptor.Parse($"D:P(A;;FA;;;SY)(A;;FA;;;{item.Read().Owner})"));
        return (path, UserEntriesTests.Descriptor(path));
    }

    /// <summary>As a command does.</summary>
    private static void Leave(params ReadOnlySpan<string> paths)
    {
        Directory.CreateDirectory(State);
        using var ledger = LedgerFile.Open(Ledger);
        var hardening = new Hardening(new NativeSecurityStore(), ledger);
        foreach (var path in paths) Assert.Empty(hardening.EnsureEntry(path, UserEntriesTests.Identity(path), Left));
    }

    private static ProcessStartInfo Start(string arguments) =>
        new(Path.Combine(AppContext.BaseDirectory, "program", "pinfold.exe"), arguments)
        {
            UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true, RedirectStandardInput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8, StandardErrorEncoding = System.Text.Encoding.UTF8,
        };

    private static (int Status, string Output, string Error) Run(string arguments)
    {
        using var process = Process.Start(Start(arguments))!;
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
