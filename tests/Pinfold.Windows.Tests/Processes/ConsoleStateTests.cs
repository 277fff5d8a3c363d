using System.Diagnostics;
using System.Globalization;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// Level of evidence: Wine, whose pseudo-consoles keep modes and code page. The test is a program in one, and others
/// that it starts there.
/// </summary>
public sealed class ConsoleStateTests
{
    private static readonly string[] Ends = ["dispose", "return", "exit", "kill"];

    [WindowsFact]
    public void Modes_and_code_page_go_back_however_the_process_ends_by_itself()
    {
        using var scratch = new Scratch();
        var said = $@"{scratch.Folder}\said";
        using var terminal = PseudoConsole.Create(80, 25);
        using var job = Job.Create(
            new(Core.Planning.Windows.JobLimits.KillOnJobClose, 0, 0, Core.Planning.Windows.JobUiLimits.None));
        var drawing = new Thread(() => Drain(terminal));
        drawing.Start();
        using (var command = new LocalCommand(
            ChildProcess.Start(Bench.Of("console-state", said), job, null, null, null, null, terminal), job, null,
            null))
            Assert.Equal(0, command.Wait().ExitStatus);
        terminal.HangUp();
        drawing.Join();

        var lines = File.ReadAllLines(said);
        Assert.Equal(1 + Ends.Length, lines.Length);
        var before = lines[0];
        Assert.DoesNotContain(" 65001", before, StringComparison.Ordinal);
        for (var i = 0; i < Ends.Length; i++)
        {
            var (end, changed, after) = lines[i + 1].Split('|') is [var e, var c, var a] ? (e, c, a) : default;
            Assert.Equal(Ends[i], end);
            var was = before.Split(' ');
            // the control: keys, screen and code page
            Assert.All(changed.Split(' ').Zip(was), p => Assert.NotEqual(p.Second, p.First, StringComparer.Ordinal));
            if (end != "kill") Assert.Equal(before, after);
            else Assert.Equal(changed, after); // nothing of it runs any more: whoever kills leaves it so
        }
    }

    /// <summary>
    /// In the console: what it is at first, and then, for each way to end, what a program made of it and what it left.
    /// </summary>
    internal static int Inside(string said)
    {
        using var text = new StreamWriter(said) { AutoFlush = true };
        var before = Now();
        text.WriteLine(before);
        foreach (var end in Ends)
        {
            using var process = Process.Start(new ProcessStartInfo(Tests.Inside.Program,
                ["--inside", "change-console", $"{end}|{said}.{end}"]) { UseShellExecute = false })!;
            process.WaitForExit();
            text.WriteLine($"{end}|{File.ReadAllText($"{said}.{end}")}|{Now()}");
        }

        return 0;
    }

    /// <summary>Changes the console, says what it is now, and ends.</summary>
    internal static int Change(string how)
    {
        var (end, file) = (how[..how.IndexOf('|', StringComparison.Ordinal)],
            how[(how.IndexOf('|', StringComparison.Ordinal) + 1)..]);
        var (keys, screen) = (Console("CONIN$"), Console("CONOUT$")); // open to the end, as standard handles are
        var state = new ConsoleState();
        state.UseUtf8();
        state.UseUtf8();
        state.SetMode(keys.DangerousGetHandle(),
            Kernel32.ConsoleMode(keys.DangerousGetHandle())!.Value ^ Kernel32.ENABLE_ECHO_INPUT);
        state.SetMode(keys.DangerousGetHandle(),
            Kernel32.ConsoleMode(keys.DangerousGetHandle())!.Value ^ Kernel32.ENABLE_LINE_INPUT);
        state.SetMode(screen.DangerousGetHandle(),
            Kernel32.ConsoleMode(screen.DangerousGetHandle())!.Value ^ Kernel32.DISABLE_NEWLINE_AUTO_RETURN);
        File.WriteAllText(file, Now());
        switch (end)
        {
            case "dispose": state.Dispose(); break;
            case "exit": Environment.Exit(0); break;
            case "kill":
                using (var self = Process.GetCurrentProcess()) self.Kill();
                break;
        }

        GC.KeepAlive((keys, screen));
        return 0;
    }

    private static string Now()
    {
        using var keys = Console("CONIN$");
        using var screen = Console("CONOUT$");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Kernel32.ConsoleMode(keys.DangerousGetHandle()):x} {Kernel32.ConsoleMode(screen.DangerousGetHandle()):x} {Kernel32.GetConsoleOutputCP()}");
    }

    private static FileHandle Console(string name) =>
        Kernel32.CreateFile(name, Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE,
            Kernel32.FILE_SHARE_READ | Kernel32.FILE_SHARE_WRITE, Kernel32.OPEN_EXISTING, 0);

    private static void Drain(PseudoConsole terminal)
    {
        using var drawn = new FileStream(
            new Microsoft.Win32.SafeHandles.SafeFileHandle(terminal.Output.DangerousGetHandle(), ownsHandle: false),
            System.IO.FileAccess.Read, bufferSize: 0);
        var buffer = new byte[4096];
        try
        {
            while (drawn.Read(buffer) > 0)
            {
            }
        }
        catch (IOException)
        {
            return; // the console is gone
        }
    }
}
