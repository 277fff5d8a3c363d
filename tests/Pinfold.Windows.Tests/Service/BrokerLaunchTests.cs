using System.Diagnostics;
using System.Text.RegularExpressions;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Planning.Windows.Elevated;
using Pinfold.Core.Policy;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Accounts;
using Pinfold.Windows.Native;
using Pinfold.Windows.Network;
using Pinfold.Windows.Processes;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>
/// Level of evidence: Wine, with this process's own token in place of an account's. Pipes, jobs, handles, process
/// numbers and exit codes are real; the client that the broker acts as is, under Wine, the broker itself.
/// </summary>
public sealed partial class BrokerLaunchTests
{
    [WindowsFact]
    public void A_command_runs_with_the_clients_streams_and_all_32_bits_of_its_status_come_back()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(l => l, "exit", "-1073741510");
        using (command)
        {
            Assert.Equal((LaunchOutcome.Exited, unchecked((int)0xC000013A)),
                (command.Wait().Outcome, command.Wait().ExitStatus));
            Assert.Equal("", output.ReadToEnd());
        }

        var (read, write) = Kernel32.Pipe();
        using (var streams = Streams.Of(read, null, null))
        {
            read.Dispose();
            var (echo, said) = bench.Start(
                l => l with { Streams = l.Streams with { Input = (uint)streams.Input } }, "copy");
            using (echo)
            {
                streams.Dispose();
                Assert.True(Kernel32.Write(write.DangerousGetHandle(), "in and out"u8));
                write.Dispose();
                Assert.Equal("in and outerror", said.ReadToEnd());
                Assert.Equal(0, echo.Wait().ExitStatus);
            }
        }
    }

    /// <summary>Pipes stand for the user's console.</summary>
    [WindowsFact]
    public void What_is_the_users_console_is_copied_and_all_of_it_is_shown_before_the_end()
    {
        using var bench = new BrokerBench();
        var ((keysRead, keys), (screen, screenWrite)) = (Kernel32.Pipe(), Kernel32.Pipe());
        using var relays = new ConsoleStreams();
        RunningCommand started;
        using (var streams = relays.ForCommand(
            [keysRead.DangerousGetHandle(), screenWrite.DangerousGetHandle(), 0], _ => true))
            started = bench.Start(bench.Request(streams, "copy"));
        using (var command = new RelayedCommand(started, relays))
        {
            Assert.True(Kernel32.Write(keys.DangerousGetHandle(), "typed"u8));
            keys.Dispose();
            Assert.Equal(0, command.Wait().ExitStatus);
            Assert.False(command.SharesConsole);
        }

        screenWrite.Dispose();
        keysRead.Dispose();
        using var shown = new StreamReader(new FileStream(
            new Microsoft.Win32.SafeHandles.SafeFileHandle(screen.DangerousGetHandle(), ownsHandle: true),
            System.IO.FileAccess.Read, bufferSize: 1));
        screen.SetHandleAsInvalid();
        Assert.Equal("typed", shown.ReadToEnd());
    }

    [WindowsFact]
    public void The_environment_and_the_folder_are_those_of_the_request()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(
            l => l with { Environment = [.. l.Environment, new("PINFOLD_TEST", "über")] }, "variable", "PINFOLD_TEST");
        using (command) Assert.Equal("über", output.ReadToEnd());
    }

    [WindowsFact]
    public void A_command_ends_at_its_deadline()
    {
        using var bench = new BrokerBench();
        var (command, _) = bench.Start(l => l with { Deadline = 300 }, "wait");
        using (command)
            Assert.Equal((LaunchOutcome.TimedOut, 124), (command.Wait().Outcome, command.Wait().ExitStatus));
    }

    [WindowsFact]
    public void A_word_of_the_client_ends_the_command()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(l => l, "wait");
        using (command)
        {
            Assert.Equal("waiting", output.ReadLine());
            command.Kill();
            Assert.Equal((LaunchOutcome.Killed, 137), (command.Wait().Outcome, command.Wait().ExitStatus));
        }
    }

    [WindowsFact]
    public void The_broker_counts_a_users_commands_and_ends_them_when_asked()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(l => l, "wait");
        using (command)
        {
            Assert.Equal("waiting", output.ReadLine());
            Assert.Equal(1, BrokerStatus.Read(bench.Ask(BrokerKind.Status, BrokerKind.Standing))!.Running);
            bench.Ask(BrokerKind.Release, BrokerKind.Done);
            Assert.Equal(LaunchOutcome.Killed, command.Wait().Outcome);
        }

        Assert.Equal("", output.ReadToEnd());
    }

    [WindowsFact]
    public void A_client_that_goes_takes_its_command_and_what_that_started_with_it()
    {
        using var bench = new BrokerBench();
        AccountLaunch launch;
        var (read, write) = Kernel32.Pipe();
        using var output = new StreamReader(
            new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(read.DangerousGetHandle(), ownsHandle: true),
                System.IO.FileAccess.Read, bufferSize: 1));
        read.SetHandleAsInvalid();
        using (var streams = Streams.Of(null, write, write))
        {
            write.Dispose();
            launch = bench.Request(streams, "wait");
            using var client = PipeListener.Connect(bench.Pipe, () => (uint)Environment.ProcessId, isActedFor: true);
            client.Write(BrokerHeader.Record(BrokerKind.Launch, launch.Write()));
            var started = BrokerClient.Receive(client, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            Assert.Equal(BrokerKind.Started, started.Kind);
            Assert.Equal("waiting", output.ReadLine());
        }

        Assert.Equal("", output.ReadToEnd()); // the pipe ends when the last process that holds it is gone
    }

    [WindowsFact]
    public void A_broker_that_stops_ends_its_commands_and_the_client_is_told()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(l => l, "wait");
        using (command)
        {
            Assert.Equal("waiting", output.ReadLine());
            bench.Stop();
            Assert.Equal(LaunchOutcome.Killed, command.Wait().Outcome);
            Assert.Equal("", output.ReadToEnd());
        }
    }

    [WindowsFact]
    public void Streams_come_out_of_the_process_that_asks_and_the_command_ends_with_it()
    {
        using var bench = new BrokerBench();
        using (var client = Client(bench, "args-are-no-verb"))
        {
            Assert.Equal("'args-are-no-verb' is no verb", client.StandardError.ReadToEnd());
            client.WaitForExit();
            Assert.Equal(99, client.ExitCode);
        }

        using (var client = Client(bench, "wait"))
        {
            Assert.Equal("waiting", client.StandardOutput.ReadLine());
            client.Kill(); // it alone
            Assert.Equal("", client.StandardOutput.ReadToEnd()); // the command held the pipe, too
        }
    }

    private static Process Client(BrokerBench bench, string verb)
    {
        var file = Path.Combine(bench.Setting.Folder, "launch");
        File.WriteAllBytes(file, bench.Request(null, verb).Write());
        var server = Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Process.Start(new ProcessStartInfo(Inside.Program, ["--inside", "client", bench.Pipe, server, file])
            { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    [WindowsFact]
    public void What_a_command_leaves_behind_ends_with_it()
    {
        using var bench = new BrokerBench();
        var (command, output) = bench.Start(l => l, "leave");
        using (command)
        {
            Assert.Equal(7, command.Wait().ExitStatus);
            Assert.NotEmpty(output.ReadToEnd()); // ends: nobody holds the pipe
        }
    }

    [WindowsFact]
    public void A_root_that_is_another_one_by_now_or_gone_is_refused_and_nothing_is_left()
    {
        using var bench = new BrokerBench();
        using var never = new ManualResetEvent(false); // a handle of this process that is no stream
        var launch = bench.Request(null, "exit", "0");
        var root = Assert.Single(launch.Roots);
        Refused("is not what it was", launch with { Roots = [root with { FileId = root.FileId + 1 }] });
        Refused("is not what it was", launch with { Reads = [root with { VolumeSerial = root.VolumeSerial + 1 }] });
        Refused("is missing", launch with { Roots = [root with { Path = root.Path.Combine("gone") }] });
        Refused("no file, pipe or device",
            launch with { Streams = ((uint)never.SafeWaitHandle.DangerousGetHandle(), 0, 0) });
        Refused("DuplicateHandle", launch with { Streams = (0x7ffffff0, 0, 0) });
        Refused("is missing", launch with { Program = root.Path.Combine("gone.exe") });
        Refused("is a folder", launch with { Program = bench.Setting["temp"] });
        Refused("no folder", launch with { WorkingDirectory = launch.Program });
        Assert.Equal(0, OwnAccount.Open);

        void Refused(string why, AccountLaunch request) =>
            Assert.Contains(why, Assert.ThrowsAny<IOException>(() => bench.Start(request)).Message,
                StringComparison.Ordinal);
    }

    [WindowsFact]
    public void A_proxys_port_is_had_by_the_one_command_whose_client_alone_listens_there()
    {
        using var bench = new BrokerBench();
        var row = WindowsInstallation.Described(bench.Facts.User).ProxyPort;
        using (ProxyPort.Listen(row, out var port, ProxyPorts.Count))
        {
            var slot = port - row;
            var (command, output) = bench.Start(l => l with { ProxySlot = slot }, "wait");
            using (command)
            {
                Assert.Equal("waiting", output.ReadLine());
                Refused($"another command has the proxy's port {port} still", slot);
                Refused("does not listen", slot + 1);
                command.Kill();
                command.Wait();
            }
        }

        Refused("does not listen", ProxyPorts.Count - 1);

        void Refused(string why, int place) => Assert.Contains(
            why, Assert.ThrowsAny<IOException>(() =>
                bench.Start(bench.Request(null, "exit", "0") with { ProxySlot = place })).Message,
            StringComparison.Ordinal);
    }

    [WindowsFact]
    public void A_command_that_asks_for_more_network_than_the_machine_allows_is_refused_whatever_its_client_says()
    {
        using (var bench = new BrokerBench(most: NetworkMode.Allowlist))
        {
            var why = Assert.ThrowsAny<IOException>(() =>
                bench.Start(bench.Request(null, "exit", "0") with { IsOnline = true })).Message;
            Assert.Contains("no more network than 'allowlist'", why, StringComparison.Ordinal);
            Assert.Equal(0, OwnAccount.Open);
        }

        using var offline = new BrokerBench(most: NetworkMode.Offline);
        Assert.Contains("no more network than 'offline'", Assert.ThrowsAny<IOException>(() =>
            offline.Start(offline.Request(null, "exit", "0") with { ProxySlot = 0 })).Message,
            StringComparison.Ordinal);
        using var command = offline.Start(offline.Request(null, "exit", "0")); // the control
        Assert.Equal(0, command.Wait().ExitStatus);
    }

    [WindowsFact]
    public void A_program_that_is_none_is_not_executable()
    {
        using var bench = new BrokerBench();
        var text = bench.Setting["ws/file"];
        File.WriteAllText(Core.Paths.WindowsPath.ToWin32(text), "no program");
        var refused = Assert.Throws<LaunchException>(
            () => bench.Start(bench.Request(null, "exit", "0") with { Program = text }));
        Assert.Equal(126, refused.Result.ExitStatus);
        Assert.Equal(0, OwnAccount.Open);
    }

    /// <summary>Wine's jobs forget their limits.</summary>
    [WineFact]
    public void Where_a_job_does_not_keep_what_it_is_asked_for_nothing_is_started()
    {
        using var bench = new BrokerBench(new(OwnAccount.Begin, Launches.WholeJob));
        var refused = Assert.ThrowsAny<IOException>(() => bench.Start(bench.Request(null, "exit", "0")));
        Assert.Contains("the job does not keep DieOnUnhandledException, KillOnJobClose", refused.Message,
            StringComparison.Ordinal);
    }

    /// <summary>Wine has no NetUserSetInfo, and ends whoever calls it.</summary>
    private static AccountPasswords NoPasswords => new((_, _) => { });

    /// <summary>
    /// Wine has no accounts: the broker stops at the logon, by name, and lets go of all that it held.
    /// </summary>
    [WineFact]
    public void Where_no_account_can_be_logged_on_the_launch_is_refused_and_says_at_which_call()
    {
        using var bench = new BrokerBench(new(step => AccountSession.Begin(step, NoPasswords), Job.Create));
        var refused = Assert.ThrowsAny<IOException>(() => bench.Start(bench.Request(null, "exit", "0")));
        Assert.IsNotType<LaunchException>(refused); // 125, not 126
        Assert.Contains("the account PinfoldOffline cannot be logged on: Lsa", refused.Message,
            StringComparison.Ordinal);
        // no handle is left open
        Directory.Delete(Core.Paths.WindowsPath.ToWin32(bench.Setting["ws"]), recursive: true);
    }

    [WineFact]
    public async Task The_calls_of_a_launch_are_these()
    {
        OwnAccount? account = null;
        using var recorder = Recorder.Start();
        using var bench = new BrokerBench(new(step => account = OwnAccount.Begin(step), Job.Create));
        recorder.Name(bench.Setting.Folder, "FOLDER");
        recorder.Name(bench.Facts.SessionId, "SESSION");
        recorder.Name(bench.Facts.User.ToString(), "USER");
        recorder.Name(Inside.Program, "PROGRAM");
        recorder.Name(CapabilitySid.ForSession(bench.Facts.User, bench.Facts.SessionId).ToString(), "SESSION-SID");
        var (read, write) = Kernel32.Pipe();
        using var streams = Streams.Of(null, write, null);
        var launch = bench.Request(streams, "exit", "0");
        var before = recorder.Lines.Count;
        using (read)
        using (write)
        using (var command = bench.Start(launch)) Assert.Equal(0, command.Wait().ExitStatus);
        await account!.Closed; // the broker lets go after it has told
        var lines = recorder.Lines.Skip(before).Where(l => !l.StartsWith("CreateNamedPipeW", StringComparison.Ordinal)
            && !l.StartsWith("GetTokenInformation", StringComparison.Ordinal));
        Approved.Verify(lines.Select(l => Number().Replace(l, "$1")), "BrokerLaunchTests.calls");
    }

    /// <summary>The calls of a logon, up to the one that this system does not have.</summary>
    [WineFact]
    public void The_calls_of_a_logon_are_these()
    {
        var user = Core.WindowsModel.Sid.Parse("S-1-5-21-1-2-3-1001");
        var installed = WindowsInstallation.Described(user);
        var step = AccountLogon.Step(installed.Offline, installed.Group, user, CapabilitySid.ForSession(user, "s1"),
            [CapabilitySid.ForRoot(user, 1, 2)], [CapabilitySid.ForReading(user, 1, 3)], 1);
        using var recorder = Recorder.Start();
        Assert.Throws<FenceException>(() => AccountSession.Begin(step, NoPasswords));
        Approved.Verify(recorder.Lines.Select(l => Logon().Replace(Number().Replace(l, "$1"), "LOGON-SID")),
            "BrokerLaunchTests.logon");
    }

    [GeneratedRegex("(file|token|job|port|process|thread)#[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Number();

    [GeneratedRegex("S-1-5-5-[0-9]+-[0-9]+", RegexOptions.None, 1000)]
    private static partial Regex Logon();
}
