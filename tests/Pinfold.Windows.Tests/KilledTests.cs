using System.Diagnostics;
using System.Globalization;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>Level of evidence: Wine, whose jobs, delete-on-close and process ends are real.</summary>
public sealed class KilledTests
{
    [WindowsFact]
    public void When_pinfold_is_killed_the_kernel_ends_the_tree_and_removes_the_placeholders_and_the_next_start_the_rest()
    {
        using var setting = new Setting();
        var start = new ProcessStartInfo(Inside.Program, ["--inside", "fence", setting.Folder])
            { UseShellExecute = false, RedirectStandardOutput = true };
        using var pinfold = Process.Start(start)!;
        var command = uint.Parse(pinfold.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
        var temp = pinfold.StandardOutput.ReadLine()!;
        Assert.True(Directory.Exists(temp));
        Assert.True(Directory.Exists($@"{setting.Folder}\ws\.vscode"));
        using (var taken = setting.TakeKeys()) Assert.Null(taken.Pair);
        using (var running = Kernel32.OpenProcess(
            Kernel32.SYNCHRONIZE | Kernel32.PROCESS_QUERY_LIMITED_INFORMATION, 0, command))
        {
            Assert.False(running.IsInvalid);
            pinfold.Kill();
            pinfold.WaitForExit();
            Assert.True(Kernel32.WaitFor(running, 10_000));
        }

        using (var free = setting.TakeKeys()) Assert.NotNull(free.Pair);

        Assert.False(Path.Exists($@"{setting.Folder}\ws\.vscode"));
        var facts = setting.Facts();
        using (WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), facts), facts, setting.Ledger))
            Assert.False(Directory.Exists(temp));
        using var ledger = LedgerFile.Open(setting.Ledger);
        Assert.Empty(UserEntries.TakeBack(ledger, new NativeSecurityStore(), () => [], _ => { }));
    }

    [RealWindowsFact("keeps no label, by which a placeholder is known")]
    public void Two_sessions_in_one_workspace_take_the_same_names()
    {
        using var setting = new Setting();
        var first = setting.Facts();
        var early = setting.Facts(); // knows nothing of the first one's placeholders
        var fence = WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), first), first, setting.Ledger);
        var late = setting.Facts();
        using (WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), early), early, setting.Ledger))
            Assert.Empty(fence.Faults);
        using (var second = WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), late), late, setting.Ledger))
        {
            Assert.Empty(second.Faults);
            fence.Dispose();
            // the name is still taken
            Assert.ThrowsAny<Exception>(() => File.WriteAllText($@"{setting.Folder}\ws\.vscode", ""));
        }

        Assert.False(Path.Exists($@"{setting.Folder}\ws\.vscode"));
    }

    [WindowsFact]
    public void The_folder_of_a_session_that_lives_is_left_alone()
    {
        using var setting = new Setting();
        var (first, second) = (setting.Facts(), setting.Facts());
        using var fence = WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), first), first, setting.Ledger);
        using (WindowsBackend.Apply(WindowsPlanner.For(setting.Policy(), second), second, setting.Ledger))
            Assert.Equal(2, Directory.GetDirectories($@"{setting.Folder}\temp").Length);
        Assert.Single(Directory.GetDirectories($@"{setting.Folder}\temp"));
    }
}
