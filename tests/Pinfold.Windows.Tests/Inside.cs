using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Protocol;

namespace Pinfold.Windows.Tests;

/// <summary>The test program as the command inside a fence: <c>Pinfold.Windows.Tests.exe --inside VERB …</c>.</summary>
internal static class Inside
{
    /// <summary>The program's own path.</summary>
    internal static string Program => Environment.ProcessPath!;

    /// <summary>Before the test runner sees the arguments.</summary>
    [ModuleInitializer]
    internal static void Run()
    {
        var arguments = Environment.GetCommandLineArgs();
        if (arguments is [_, "--inside", var verb, .. var rest]) Environment.Exit(Do(verb, rest));
    }

    private static int Do(string verb, string[] rest)
    {
        switch (verb)
        {
            case "args":
                File.WriteAllText(rest[0], JsonSerializer.Serialize(rest[1..]));
                return 0;
            case "attack": return Windows.Attacks.AttackProgram.Run(rest);
            case "attempt": return Windows.Attacks.ProofProgram.Run(rest);
            case "service": return Service.ServiceTests.Serve(rest[0]);
            case "setup":
                return Setup.KilledSetup.Run(rest[0], rest[1],
                    int.Parse(rest[2], System.Globalization.CultureInfo.InvariantCulture));
            case "harden":
                return FileAccess.KilledHardening.Run(rest[0], rest[1],
                    int.Parse(rest[2], System.Globalization.CultureInfo.InvariantCulture));
            case "quarantine":
                return Workspace.KilledQuarantine.Run(rest[0], rest[1],
                    int.Parse(rest[2], System.Globalization.CultureInfo.InvariantCulture));
            case "token": return Token();
            case "desktop":
                Console.Out.Write(Desktop.SessionDesktopTests.Here());
                return 0;
            case "breakaway": return BreakAway();
            case "in-job": return Windows.Native.Kernel32.IsInJob() ? 1 : 0;
            case "take-back":
                return FileAccess.UserEntriesTests.TakeBack(rest[0],
                    int.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture));
            case "client":
                return Client(rest[0], uint.Parse(rest[1], System.Globalization.CultureInfo.InvariantCulture), rest[2]);
            case "fence": return Fence(rest[0]);
            case "nested":
                for (var left = int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture); left > 0; left--)
                    using (var job = Windows.Processes.Job.Create(new(JobLimits.KillOnJobClose, 0, 0, JobUiLimits.All)))
                        Console.Out.Write(job.LacksUiLimits);
                return 0;
            case "open-folders": return Host.OpenFoldersTests.Say();
            case "profile": return Accounts.LoadedProfile.Check();
            case "job-in-job": return Processes.Nested.Run();
            case "exit": return int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture);
            case "copy":
                Console.Out.Write(Console.In.ReadToEnd());
                Console.Error.Write("error");
                return 0;
            case "variable":
                using (var output = Console.OpenStandardOutput())
                    output.Write(System.Text.Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable(rest[0]) ?? ""));
                return 0;
            case "wait" or "wait-quietly":
                if (verb == "wait") Console.Out.WriteLine("waiting");
                using (var never = new ManualResetEvent(false)) never.WaitOne();
                return 0;
            case "leave":
                using (var child = Process.Start(new ProcessStartInfo(Program, ["--inside", "wait"])
                    { UseShellExecute = false, RedirectStandardOutput = true })!)
                {
                    child.StandardOutput.ReadLine();
                    Console.Out.Write(child.Id);
                }

                return 7;
            case "handle":
                try
                {
                    using var handle = new Microsoft.Win32.SafeHandles.SafeFileHandle(
                        nint.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture), ownsHandle: false);
                    using var stream = new FileStream(handle, System.IO.FileAccess.Read);
                    Console.Out.Write((char)stream.ReadByte());
                    return 0;
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
                {
                    Console.Out.Write(e.GetType().Name);
                    return 1;
                }

            case "console":
                using (var screen = new StreamWriter(
                    new FileStream("CONOUT$", FileMode.Open, System.IO.FileAccess.Write, FileShare.ReadWrite)))
                    screen.Write($"drawn by {rest[0]}");
                return 0;
            case "console-state": return Processes.ConsoleStateTests.Inside(rest[0]);
            case "change-console": return Processes.ConsoleStateTests.Change(rest[0]);
            case "echo-console":
                using (var screen = new StreamWriter(new FileStream("CONOUT$", FileMode.Open,
                    System.IO.FileAccess.ReadWrite, FileShare.ReadWrite)) { AutoFlush = true })
                using (var keys = new StreamReader(new FileStream("CONIN$", FileMode.Open, System.IO.FileAccess.Read,
                    FileShare.ReadWrite, bufferSize: 1)))
                {
                    screen.Write("ready");
                    screen.Write($"[{keys.ReadLine()}]");
                }

                return 7;
            default:
                Console.Error.Write($"'{verb}' is no verb");
                return 99;
        }
    }

    /// <summary>Its own groups with their attributes, one a line, and then its privileges.</summary>
    private static int Token()
    {
        var token = Windows.Tokens.TokenFacts.Own();
        foreach (var group in token.Groups) Console.Out.Write($"{group.Sid} {(uint)group.Attributes:x}\n");
        Console.Out.Write($"{(ulong)token.Privileges:x}");
        return 0;
    }

    /// <summary>
    /// The error of a start outside of the job; for a child that started, 100 and 1 more when it is in a job even so.
    /// </summary>
    private static unsafe int BreakAway()
    {
        Windows.Native.PROCESS_INFORMATION made;
        return Windows.Native.Kernel32.Spawn($"\"{Program}\" --inside in-job",
            Windows.Native.Kernel32.CREATE_BREAKAWAY_FROM_JOB, null, &made) == 0
            ? System.Runtime.InteropServices.Marshal.GetLastPInvokeError()
            : 100 + Windows.Attacks.Survivors.ErrorOf(made.hProcess);
    }

    /// <summary>
    /// Stands for pinfold in elevated mode: asks a broker for the launch that a file holds, with this process's own
    /// streams.
    /// </summary>
    private static int Client(string pipe, uint server, string file)
    {
        var launch = AccountLaunch.Read(File.ReadAllBytes(file), out _)!;
        using var relays = new Windows.Processes.ConsoleStreams();
        Windows.Processes.RunningCommand command;
        using (var streams = relays.ForCommand())
            command = Windows.Service.BrokerClient.Launch(pipe, () => server,
                (launch with { Streams = (0, (uint)streams.Output, (uint)streams.Error) }).Write());
        using (command) return command.Wait().ExitStatus;
    }

    /// <summary>Stands for pinfold: a command waits in its fence until this is killed.</summary>
    private static int Fence(string folder)
    {
        using var setting = new Setting(folder);
        using var keys = setting.TakeKeys();
        var facts = setting.Facts();
        var plan = WindowsPlanner.For(setting.Policy(), facts);
        using var fence = WindowsBackend.Apply(plan, facts, setting.Ledger);
        using var command = fence.Start(Processes.Bench.Of("wait-quietly"));
        Console.Out.WriteLine(command.Id);
        Console.Out.WriteLine(WindowsPath.ToWin32(plan.Steps.OfType<WindowsStep.PrivateTemp>().Single().Path));
        command.Wait();
        return 1;
    }
}
