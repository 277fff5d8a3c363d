using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Protocol;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Makes a terminal for a command of an account inside the fence, as that account: the broker's would be SYSTEM's. It
/// is what the broker starts, has the rights of any command, and nobody trusts it. Standard input is
/// <see cref="TerminalFrame"/>s, standard output what is drawn.
/// </summary>
public static class TerminalHost
{
    /// <summary>The hidden verb: <c>pinfold terminal COLUMNS ROWS PROGRAM ARGUMENTS…</c>.</summary>
    public const string Verb = "terminal";

    /// <summary>Runs the command to its end.</summary>
    /// <returns>Its status; 125 for arguments that are none, 126 and 127 for a program that cannot be started or is not
    /// there.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        if (arguments.Count < 3 || !Cells(arguments[0], out var columns) || !Cells(arguments[1], out var rows))
            return 125;
        try
        {
            using var terminal = PseudoConsole.Create(columns, rows);
            var request = new LaunchRequest
            {
                Argv = [.. arguments.Skip(2)], WorkingDirectory = WindowsPath.Parse(Environment.CurrentDirectory),
                Environment = [.. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
                    .Select(v => KeyValuePair.Create((string)v.Key, (string?)v.Value ?? ""))],
            };
            var drawing = new Thread(() => Draw(terminal));
            drawing.Start(); // a console that is closed waits until somebody has read
            try
            {
                // No job of its own: the broker's has limits of the user interface, in which none can be nested, and
                // ends the tree.
                using var command = ChildProcess.Start(request, null, null, null, null, null, terminal);
                // a read ends with this program
                new Thread(() => Obey(command, terminal)) { IsBackground = true }.Start();
                Kernel32.WaitFor(command, Kernel32.INFINITE);
                return (int)Kernel32.ExitCode(command);
            }
            finally
            {
                terminal.HangUp();
                drawing.Join();
            }
        }
        catch (LaunchException e)
        {
            Console.Error.Write($"pinfold: {e.Message}\r\n");
            return e.Result.ExitStatus;
        }
    }

    /// <summary>The command that the broker is asked for, in place of <paramref name="argv"/>.</summary>
    internal static ImmutableArray<string> Around(string program, short columns, short rows,
        ImmutableArray<string> argv) =>
        [program, Verb, columns.ToString(CultureInfo.InvariantCulture),
            rows.ToString(CultureInfo.InvariantCulture), "--", .. argv];

    private static bool Cells(string text, out short cells) =>
        short.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cells) && cells > 0;

    /// <summary>To the end of standard input, or of its sense: then nobody is there, and the command ends.</summary>
    private static void Obey(ProcessHandle command, PseudoConsole terminal)
    {
        try
        {
            using var input = Console.OpenStandardInput();
            while (TerminalFrame.Read(input) is { } frame)
            {
                if (frame is TerminalFrame.Size size) Resize(terminal, size);
                // it ends just now
                else if (frame is TerminalFrame.Input keys && !terminal.Type(keys.Bytes.Span)) return;
            }
        }
        catch (Exception e) when (e is InvalidDataException or IOException or ObjectDisposedException)
        {
            // as good as the end
        }

        End(command);
    }

    private static void End(ProcessHandle command)
    {
        const uint Killed = 137;
        try
        {
            Kernel32.Terminate(command, Killed);
        }
        catch (Exception e) when (e is NativeException or ObjectDisposedException)
        {
            return; // it ended just now
        }
    }

    private static void Resize(PseudoConsole terminal, TerminalFrame.Size size)
    {
        try
        {
            terminal.Resize(size.Columns, size.Rows);
        }
        catch (NativeException)
        {
            return; // it ends just now, or (Wine) has one size only
        }
    }

    private static void Draw(PseudoConsole terminal)
    {
        using var drawn = new FileStream(new SafeFileHandle(terminal.Output.DangerousGetHandle(), ownsHandle: false),
            System.IO.FileAccess.Read, bufferSize: 0);
        using var output = Console.OpenStandardOutput();
        try
        {
            drawn.CopyTo(output, 16384); // flushed with each write
        }
        catch (IOException)
        {
            return; // nobody looks any more
        }
    }
}
