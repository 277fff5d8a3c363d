using System.Collections.Immutable;
using System.Diagnostics;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>
/// <c>pinfold.exe terminal</c>, which the broker would start inside the fence, here by itself. Level of evidence: Wine,
/// whose pseudo-consoles have one size and hand on no standard streams; nothing about confinement.
/// </summary>
public sealed class TerminalHostTests
{
    private static string Program => Path.Combine(AppContext.BaseDirectory, "program", "pinfold.exe");

    [WindowsFact]
    public void What_is_typed_reaches_the_program_and_what_it_draws_and_its_status_come_back()
    {
        using var host = Start("80", "25", "--", Inside.Program, "--inside", "echo-console");
        var drawn = Until(host, "", "ready");
        host.StandardInput.BaseStream.Write([.. TerminalFrame.OfSize(100, 30), .. TerminalFrame.OfInput("typed\r"u8)]);
        host.StandardInput.BaseStream.Flush();
        Assert.Contains("[typed]", Until(host, drawn, "[typed]"), StringComparison.Ordinal);
        host.StandardOutput.ReadToEnd();
        host.WaitForExit();
        Assert.Equal(7, host.ExitCode);
    }

    [WindowsFact]
    public void The_shell_that_every_system_has_runs_in_it()
    {
        using var host = Start("80", "25", "--", "cmd", "/d", "/c", "exit", "-1073741510");
        host.StandardOutput.ReadToEnd();
        host.WaitForExit();
        Assert.Equal(unchecked((int)0xC000013A), host.ExitCode);
    }

    /// <summary>
    /// As the broker starts it. On Windows no job could be made in that one; Wine nests them, whatever their limits.
    /// </summary>
    [WindowsFact]
    public void It_runs_in_a_job_that_has_limits_of_the_user_interface()
    {
        var request = Bench.Of() with
            { Argv = [Program, TerminalHost.Verb, "80", "25", "--", "cmd", "/d", "/c", "exit", "9"] };
        using var bench = new Bench(request, input: "", ui: JobUiLimits.All, keepsInput: true);
        Assert.Equal(9, bench.Finish().Result.ExitStatus);
    }

    [WindowsFact]
    public void The_program_gets_no_job_of_its_own()
    {
        using var recorder = Recorder.Start();
        TerminalHost.Run(["80", "25", "cmd", "/d", "/c", "exit", "9"]);
        Assert.Contains(recorder.Lines, line => line.StartsWith("CreateProcessAsUserW", StringComparison.Ordinal));
        Assert.DoesNotContain(recorder.Lines, line => line.Contains("job list", StringComparison.Ordinal)
            || line.Contains("CreateJobObjectW", StringComparison.Ordinal));
    }

    /// <summary>The end of input, half a frame, and what is none: nobody is there any more.</summary>
    [WindowsFact]
    public void Where_nobody_types_any_more_the_command_ends() =>
        Assert.All((ImmutableArray<byte[]>)[[], [1, 9, 0, 1], [9, 0, 0], TerminalFrame.OfSize(1, 1)[..5]], last =>
        {
            using var host = Start("80", "25", "--", Inside.Program, "--inside", "wait-quietly");
            host.StandardInput.BaseStream.Write(last);
            host.StandardInput.Close();
            host.StandardOutput.ReadToEnd();
            host.WaitForExit();
            Assert.Equal(137, host.ExitCode);
        });

    [WindowsFact]
    public void What_cannot_be_started_has_its_status_and_arguments_that_are_none_another()
    {
        foreach (var (status, arguments) in ((int, string[])[])
            [(127, ["80", "25", "--", "no-such-program"]), (125, ["80", "0", "--", "cmd"]),
                (125, ["x", "25", "--", "cmd"]), (125, ["80", "25"]), (125, ["99999", "25", "--", "cmd"])])
        {
            using var host = Start(arguments);
            host.StandardOutput.ReadToEnd();
            host.WaitForExit();
            Assert.Equal(status, host.ExitCode);
        }
    }

    /// <summary>The other end, as <c>pinfold shell --mode elevated</c> has it.</summary>
    [WindowsFact]
    public void Keys_go_out_as_frames_however_many_there_are()
    {
        var (read, write) = Kernel32.Pipe();
        var (output, other) = Kernel32.Pipe();
        using (read)
        using (other)
        using (var terminal = new FramedTerminal(write, output))
        {
            var keys = new byte[(2 * TerminalFrame.MaxInput) + 1];
            System.Security.Cryptography.RandomNumberGenerator.Fill(keys);
            var typing = Task.Run(() =>
            {
                Assert.True(terminal.Type(keys));
                terminal.Resize(120, 40);
                terminal.HangUp();
                Assert.False(terminal.Type("x"u8));
                Assert.Throws<IOException>(() => terminal.Resize(1, 1));
            });
            using var stream = new FileStream(
                new Microsoft.Win32.SafeHandles.SafeFileHandle(read.DangerousGetHandle(), ownsHandle: false),
                System.IO.FileAccess.Read, bufferSize: 1);
            List<byte> got = [];
            while (TerminalFrame.Read(stream) is { } frame)
            {
                if (frame is TerminalFrame.Input input) got.AddRange(input.Bytes.Span);
                else Assert.Equal(new TerminalFrame.Size(120, 40), frame);
            }

            Assert.Equal(keys, got);
            typing.GetAwaiter().GetResult();
        }
    }

    [Fact]
    public void The_broker_is_asked_for_the_terminal_and_not_for_the_program() => Assert.Equal(
        [@"C:\pinfold.exe", "terminal", "80", "25", "--", "cmd", "/k"],
        TerminalHost.Around(@"C:\pinfold.exe", 80, 25, ["cmd", "/k"]), StringComparer.Ordinal);

    private static string Until(Process host, string drawn, string text)
    {
        for (int c; !drawn.Contains(text, StringComparison.Ordinal) && (c = host.StandardOutput.Read()) >= 0;)
            drawn += (char)c;
        return drawn;
    }

    private static Process Start(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Program, [TerminalHost.Verb, .. arguments])
        {
            UseShellExecute = false, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = false,
        })!;
}
