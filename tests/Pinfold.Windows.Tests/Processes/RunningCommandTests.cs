using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Pinfold.Core.Planning.Windows;
using Pinfold.Windows.Native;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Tests.FileAccess;
using Xunit;

namespace Pinfold.Windows.Tests.Processes;

/// <summary>Level of evidence: Wine, whose jobs, handle lists and exit codes are real.</summary>
public sealed class RunningCommandTests
{
    [WindowsFact]
    public void Streams_pass_through_and_so_does_the_exit_status()
    {
        using var bench = new Bench(Bench.Of("copy"), "in and out");
        var (result, output, error) = bench.Finish();
        Assert.Equal((LaunchOutcome.Exited, 0, "in and out", "error"),
            (result.Outcome, result.ExitStatus, output, error));
    }

    [WindowsFact]
    public void All_32_bits_of_the_exit_status_are_kept()
    {
        using var bench = new Bench(Bench.Of("exit", "-1073741510"));
        Assert.Equal(unchecked((int)0xC000013A), bench.Finish().Result.ExitStatus);
    }

    [WindowsFact]
    public void Arguments_arrive_as_they_were_given()
    {
        string[] arguments = ["", "a b", "\"", @"\\", @"a\""b\", "é%PATH%^&|<>", "\t"];
        using var scratch = new Scratch();
        var file = Path.Combine(scratch.Folder, "args");
        using var bench = new Bench(Bench.Of(["args", file, .. arguments]));
        Assert.Equal(0, bench.Finish().Result.ExitStatus);
        Assert.Equal(arguments, JsonSerializer.Deserialize<string[]>(File.ReadAllText(file))!, StringComparer.Ordinal);
    }

    [WindowsFact]
    public void A_batch_file_gets_its_arguments_and_no_argument_becomes_a_command()
    {
        using var scratch = new Scratch();
        var (batch, file, marker) = (Path.Combine(scratch.Folder, "a b.cmd"), Path.Combine(scratch.Folder, "args"),
            Path.Combine(scratch.Folder, "marker"));
        File.WriteAllText(batch, $"@\"{Inside.Program}\" --inside args \"{file}\" %*\r\n");
        string[] arguments = ["a b", "&", $"& echo x> {marker}", "|", "^", "(", ")", "!", "last\\"];
        using var bench = new Bench(Bench.Of() with { Argv = [batch, .. arguments] });
        Assert.Equal(0, bench.Finish().Result.ExitStatus);
        Assert.Equal(arguments, JsonSerializer.Deserialize<string[]>(File.ReadAllText(file))!, StringComparer.Ordinal);
        Assert.False(File.Exists(marker));
        var refused = Assert.Throws<LaunchException>(
            () => new Bench(Bench.Of() with { Argv = [batch, $"\" & echo x> {marker} & \""] }));
        Assert.Equal((LaunchOutcome.NotExecutable, 126), (refused.Outcome, refused.Result.ExitStatus));
        Assert.False(File.Exists(marker));
    }

    [WindowsFact]
    public void What_is_not_there_is_not_found()
    {
        var missing = Assert.Throws<LaunchException>(() => new Bench(Bench.Of() with { Argv = ["no-such-program"] }));
        Assert.Equal((LaunchOutcome.NotFound, 127), (missing.Outcome, missing.Result.ExitStatus));
        using var scratch = new Scratch();
        scratch.Write("text.exe", "no program");
        var broken = Assert.Throws<LaunchException>(
            () => new Bench(Bench.Of() with { Argv = [Path.Combine(scratch.Folder, "text.exe")] }));
        Assert.Equal((LaunchOutcome.NotExecutable, 126), (broken.Outcome, broken.Result.ExitStatus));
    }

    [WindowsFact]
    public void The_environment_is_the_one_that_was_given()
    {
        var request = Bench.Of("variable", "PINFOLD_TEST");
        using var bench = new Bench(
            request with { Environment = [.. request.Environment, new("pinfold_test", "ä = b")] });
        Assert.Equal("ä = b", bench.Finish().Output);
        Assert.Throws<LaunchException>(() => ChildProcess.Block([new("a=b", "c")]));
        Assert.Equal("A=1\0b=2\0C=3\0\0", ChildProcess.Block([new("C", "3"), new("b", "2"), new("A", "1")]));
    }

    [WindowsFact]
    public void The_tree_ends_with_the_command()
    {
        using var bench = new Bench(Bench.Of("leave"));
        var (result, output, _) = bench.Finish();
        Assert.Equal(7, result.ExitStatus);
        Assert.Equal(0u, bench.Job.Count);
        Assert.True(HasEnded(uint.Parse(output, CultureInfo.InvariantCulture)));
    }

    [WindowsFact]
    public void No_child_starts_outside_of_the_job()
    {
        using var bench = new Bench(Bench.Of("breakaway"));
        Assert.Equal(Kernel32.ERROR_ACCESS_DENIED, bench.Finish().Result.ExitStatus);
    }

    /// <summary>The control of the one above.</summary>
    [WindowsFact]
    public void In_a_job_that_lets_go_the_same_child_starts_outside_of_it()
    {
        Assert.SkipWhen(Kernel32.IsInJob(), "the tests run in a job, which may hold what this one lets go");
        using var bench = new Bench(Bench.Of("breakaway"), more: (JobLimits)Kernel32.JOB_OBJECT_LIMIT_BREAKAWAY_OK);
        Assert.Equal(100, bench.Finish().Result.ExitStatus);
    }

    [WindowsFact]
    public void Killing_ends_the_tree()
    {
        using var bench = new Bench(Bench.Of("wait"));
        Assert.Equal("waiting", bench.Line());
        Assert.Equal(1u, bench.Job.Count);
        bench.Command.Kill();
        Assert.Equal((LaunchOutcome.Killed, 137), (bench.Command.Wait().Outcome, bench.Command.Wait().ExitStatus));
        Assert.Equal(0u, bench.Job.Count);
    }

    [WindowsFact]
    public void The_deadline_ends_the_tree()
    {
        using var bench = new Bench(Bench.Of("wait") with { Deadline = TimeSpan.FromMilliseconds(200) });
        Assert.Equal((LaunchOutcome.TimedOut, 124), (bench.Command.Wait().Outcome, bench.Command.Wait().ExitStatus));
        Assert.Equal(0u, bench.Job.Count);
    }

    [WindowsFact]
    public void Closing_the_job_ends_the_tree()
    {
        using var bench = new Bench(Bench.Of("wait"));
        Assert.Equal("waiting", bench.Line());
        bench.Job.Handle.Dispose();
        Assert.Equal("", bench.Line()); // the pipe breaks with its only writer
    }

    [WindowsFact]
    public void The_job_is_as_the_plan_says()
    {
        var step = new WindowsStep.CreateJob(JobLimits.KillOnJobClose | JobLimits.ActiveProcess | JobLimits.JobMemory,
            5, 1 << 30, JobUiLimits.All);
        using var recorder = Recorder.Start();
        using var job = Job.Create(step, () => true);
        Assert.Equal(
            [
                "CreateJobObjectW() = job#1",
                "SetInformationJobObject(job#1, limits flags 0x2208, processes 5, memory 1073741824)",
                "SetInformationJobObject(job#1, user interface 0xff)",
                "CreateIoCompletionPort() = port#1", "SetInformationJobObject(job#1, completion port#1)",
            ], recorder.Lines, StringComparer.Ordinal);
        if (WineVersion.Current is null) Assert.Empty(job.Missing(step));
        else Assert.NotEmpty(job.Missing(step)); // it stores no limits, and must not be believed
    }

    /// <summary>In each job that lets children go, silently or not, and in none at all.</summary>
    [WindowsFact]
    public void Where_a_child_can_start_in_such_a_job_the_limits_of_the_user_interface_are_set()
    {
        using var bench = new Bench(Bench.Of("nested", "1"),
            more: (JobLimits)Kernel32.JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK);
        Assert.Equal("False", bench.Finish().Output);
    }

    [RealWindowsFact("nests jobs that have limits of the user interface")]
    public void In_a_job_that_keeps_its_children_they_are_left_out()
    {
        using var bench = new Bench(Bench.Of("nested", "1"));
        Assert.Equal("True", bench.Finish().Output);
    }

    [WindowsFact]
    public void A_process_asks_once_whether_a_child_can_start_in_such_a_job()
    {
        Assert.Equal(Started("1"), Started("3"));

        static uint Started(string jobs)
        {
            using var bench = new Bench(Bench.Of("nested", jobs));
            Assert.NotEmpty(bench.Finish().Output);
            return Kernel32.Accounting(bench.Job.Handle).TotalProcesses;
        }
    }

    [WindowsFact]
    public void Limits_of_the_user_interface_that_are_left_out_are_said_to_be()
    {
        using var recorder = Recorder.Start();
        using var job = Job.Create(new(JobLimits.KillOnJobClose, 0, 0, JobUiLimits.All), () => false);
        Assert.True(job.LacksUiLimits);
        Assert.DoesNotContain(recorder.Lines, line => line.Contains("user interface", StringComparison.Ordinal));
    }

    /// <summary>
    /// pinfold in pinfold's job: the inner one's command ends with its own job, and the outer one's with all.
    /// </summary>
    [WindowsFact]
    public void A_job_in_a_job_ends_its_own_tree_and_the_outer_one_ends_both()
    {
        using var outer = new Bench(Bench.Of("job-in-job"));
        Assert.Equal("inner ended: 0 left", outer.Line());
        var child = uint.Parse(outer.Line()!, CultureInfo.InvariantCulture);
        Assert.Equal(2u, outer.Job.Count);
        outer.Command.Kill();
        outer.Command.Wait();
        Assert.Equal(0u, outer.Job.Count);
        Assert.True(HasEnded(child));
    }

    [WindowsFact]
    public void A_terminal_shows_what_the_command_draws()
    {
        using var job = Job.Create(new(JobLimits.KillOnJobClose, 0, 0, JobUiLimits.None));
        using var terminal = PseudoConsole.Create(80, 25);
        var request = Bench.Of("console", "the command");
        using var command = new LocalCommand(ChildProcess.Start(request, job, null, null, null, null, terminal),
            job, null, terminal);
        var output = new Microsoft.Win32.SafeHandles.SafeFileHandle(terminal.Output.DangerousGetHandle(),
            ownsHandle: false);
        using var stream = new FileStream(output, System.IO.FileAccess.Read, bufferSize: 1);
        var drawn = "";
        for (int c; !drawn.Contains("drawn by the command", StringComparison.Ordinal) && (c = stream.ReadByte()) >= 0;)
            drawn += (char)c;
        Assert.Contains("drawn by the command", drawn, StringComparison.Ordinal);
        Assert.Equal(0, command.Wait().ExitStatus);
    }

    private static bool HasEnded(uint id)
    {
        using var process = Kernel32.OpenProcess(
            Kernel32.SYNCHRONIZE | Kernel32.PROCESS_QUERY_LIMITED_INFORMATION, 0, id);
        return process.IsInvalid || Kernel32.WaitFor(process, 10_000);
    }
}
