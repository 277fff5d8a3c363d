using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Starts a command: in its job from its first instruction, with its token, and with the handles it is given and no
/// others.
/// </summary>
internal static unsafe class ChildProcess
{
    /// <summary>For a command of another session's: whoever starts it has no console that it could share.</summary>
    internal const uint OwnConsole = Kernel32.CREATE_NO_WINDOW;

    private const uint Flags = Kernel32.CREATE_SUSPENDED
        | Kernel32.CREATE_UNICODE_ENVIRONMENT | Kernel32.EXTENDED_STARTUPINFO_PRESENT;

    /// <summary>Starts <paramref name="request"/>.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="job">Its job; null for none but pinfold's own.</param>
    /// <param name="token">Its token; null for pinfold's own.</param>
    /// <param name="tokenDescriptor">DACL and label of that token; null to leave them.</param>
    /// <param name="desktop">STATION\DESKTOP; null for pinfold's own.</param>
    /// <param name="streams">Its standard streams; null with a terminal.</param>
    /// <param name="terminal">Its terminal, or null.</param>
    /// <exception cref="LaunchException">There is no such program, or it cannot be started.</exception>
    internal static ProcessHandle Start(
        LaunchRequest request, Job? job, TokenHandle? token, SecurityDescriptor? tokenDescriptor,
        string? desktop, Streams? streams, PseudoConsole? terminal)
    {
        var (program, line, isPackaged) = CommandOf(request);
        return Start(program, line, isPackaged, request, job, token, tokenDescriptor, desktop, streams, terminal, 0);
    }

    /// <summary>
    /// The same for a program that is found and a command line that is put together; <see cref="LaunchRequest.Argv"/>
    /// is not looked at.
    /// </summary>
    internal static ProcessHandle Start(
        string program, string line, bool isPackaged, LaunchRequest request, Job? job,
        TokenHandle? token, SecurityDescriptor? tokenDescriptor, string? desktop,
        Streams? streams, PseudoConsole? terminal, uint more)
    {
        var folder = WindowsPath.ToWin32(request.WorkingDirectory);
        using var attributes = new AttributeList(2);
        if (job is not null) attributes.Jobs(job.Handle);
        if (terminal is not null) attributes.Console(terminal.Handle);
        else if (streams is { Inherited.Length: > 0 }) attributes.Handles(streams.Inherited);
        fixed (char* desktopName = desktop)
        {
            var startup = new STARTUPINFOEXW { lpAttributeList = attributes.Pointer };
            startup.StartupInfo.cb = (uint)sizeof(STARTUPINFOEXW);
            startup.StartupInfo.lpDesktop = desktopName;

            // With a terminal too, and then with none: otherwise pinfold's own would reach the command when they are
            // pipes.
            startup.StartupInfo.dwFlags = Kernel32.STARTF_USESTDHANDLES;
            if (terminal is not null || streams is null)
                (startup.StartupInfo.hStdInput, startup.StartupInfo.hStdOutput,
                    startup.StartupInfo.hStdError) = (-1, -1, -1);
            else
                (startup.StartupInfo.hStdInput, startup.StartupInfo.hStdOutput, startup.StartupInfo.hStdError) = (
                    streams.Input, streams.Output, streams.Error);
            var inherit = terminal is null && streams is { Inherited.Length: > 0 };
            try
            {
                var (process, thread, _) = Advapi32.CreateProcess(token, program, line, inherit, Flags | more,
                    Block(request.Environment), folder, &startup);
                using (thread) return Begin(process, thread, job, tokenDescriptor, program);
            }
            catch (NativeException e)
            {
                throw new LaunchException(LaunchOutcome.NotExecutable, e.Code switch
                {
                    _ when isPackaged => $"'{program}' is an app of the Store, which Windows starts by its alias only, without the fence: install the ordinary program ({e.Message})",
                    193 => $"'{program}' is no program for this machine ({e.Message})",
                    740 => $"'{program}' asks to run as administrator, which nothing in the fence does ({e.Message})",
                    _ => e.Message,
                });
            }
        }
    }

    /// <summary>Starts a program in a job, and ends it before its first instruction.</summary>
    /// <exception cref="NativeException">It cannot be started there.</exception>
    internal static void Try(string program, JobHandle job)
    {
        using var attributes = new AttributeList(1);
        attributes.Jobs(job);
        var startup = new STARTUPINFOEXW { lpAttributeList = attributes.Pointer };
        startup.StartupInfo.cb = (uint)sizeof(STARTUPINFOEXW);
        var (process, thread, _) = Advapi32.CreateProcess(null, program, $"\"{program}\"", false, Flags | OwnConsole,
            "\0\0", Environment.SystemDirectory, &startup);
        using (process)
        using (thread)
            Kernel32.Terminate(process, 0);
    }

    /// <summary>An environment block: sorted without case, each ended by NUL, and one more.</summary>
    internal static string Block(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var block = new StringBuilder();
        foreach (var (name, value) in environment.OrderBy(v => v.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (name.Length == 0 || name.AsSpan(1).Contains('=') || name.Contains('\0', StringComparison.Ordinal)
                || value.Contains('\0', StringComparison.Ordinal))
                throw new LaunchException(LaunchOutcome.NotExecutable,
                    $"the variable '{name}' cannot be passed on: its name has a '=' or a NUL character");
            block.Append(name).Append('=').Append(value).Append('\0');
        }

        return block.Append('\0').ToString();
    }

    /// <summary>The program that a request means, and its command line.</summary>
    /// <exception cref="LaunchException">There is none, or its arguments cannot be said safely.</exception>
    internal static (string Program, string Line, bool IsPackaged) CommandOf(LaunchRequest request)
    {
        var folder = WindowsPath.ToWin32(request.WorkingDirectory);
        var environment = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in request.Environment) environment[name] = value;
        var found = new ProgramSearch(AppAlias.KindOf).Find(request.Argv[0], folder, environment);
        if (found.Path is not { } program) throw new LaunchException(LaunchOutcome.NotFound, found.Reason!);
        if (found.IsAlias)
        {
            program = AppAlias.At(program) is { } alias && File.Exists(alias.Program)
                ? alias.Program
                : throw new LaunchException(LaunchOutcome.NotExecutable,
                    $"'{program}' is an alias of an app whose program cannot be seen: name the program itself");
        }

        try
        {
            if (!BatchFile.Is(program))
                return (program, CommandLine.Of(program, request.Argv.AsSpan()[1..]), found.IsAlias);
            var shell = Path.Combine(Environment.SystemDirectory, "cmd.exe");
            return (shell, BatchFile.Line(shell, program, request.Argv.AsSpan()[1..]), false);
        }
        catch (ArgumentException e)
        {
            throw new LaunchException(LaunchOutcome.NotExecutable, $"'{program}' cannot be started: {e.Message}");
        }
    }

    private static ProcessHandle Begin(ProcessHandle process, ThreadHandle thread, Job? job,
        SecurityDescriptor? tokenDescriptor, string program)
    {
        try
        {
            // A system that ignores the attribute would let it run outside of its job.
            if (job is not null && !Kernel32.IsIn(process, job.Handle))
                throw new LaunchException(LaunchOutcome.NotExecutable, $"'{program}' would run outside of its job");
            if (tokenDescriptor is not null) CommandToken.Describe(process, tokenDescriptor);
            Kernel32.Resume(thread);
            return process;
        }
        catch (IOException)
        {
            Kernel32.Terminate(process, 1);
            process.Dispose();
            throw;
        }
    }
}
