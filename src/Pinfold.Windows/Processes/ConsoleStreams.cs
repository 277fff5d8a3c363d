using Microsoft.Win32.SafeHandles;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Standard streams for a command that is on no console of this process: files and pipes are passed on, and what is the
/// user's console is copied through a pipe. Keys that are waited for when the command has ended are the user's again
/// with the next line.
/// </summary>
internal sealed class ConsoleStreams : IDisposable
{
    private readonly List<Thread> _screens = [];
    private readonly FileHandle?[] _ends = new FileHandle?[3];

    /// <summary>
    /// The command's ends; whoever has passed them on disposes them, so that a pipe ends with the command.
    /// </summary>
    internal Streams ForCommand() => ForCommand(
        [Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE), Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE),
            Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE)],
        handle => Kernel32.ConsoleMode(handle) is not null);

    /// <summary>The same for streams that are given, of which some are a console's.</summary>
    internal Streams ForCommand(nint[] own, Func<nint, bool> isConsole)
    {
        try
        {
            for (var i = 0; i < own.Length; i++)
                _ends[i] = own[i] is 0 or -1 ? null
                    : isConsole(own[i]) ? Piped(own[i], isInput: i == 0)
                    : Kernel32.InheritableCopy(own[i]);
        }
        catch (IOException)
        {
            foreach (var end in _ends) end?.Dispose();
            throw;
        }

        return Streams.Taken(_ends[0], _ends[1], _ends[2]);
    }

    /// <summary>
    /// Blocks until all that the command wrote is shown. It has ended, and nobody else holds its ends.
    /// </summary>
    internal void Drain()
    {
        foreach (var screen in _screens) screen.Join();
    }

    /// <summary>Lets go of the command's ends: what is copied comes to its end.</summary>
    public void Dispose()
    {
        foreach (var end in _ends) end?.Dispose();
    }

    private FileHandle Piped(nint console, bool isInput)
    {
        var (read, write) = Kernel32.Pipe();
        var (mine, theirs) = isInput ? (write, read) : (read, write);
        var thread = new Thread(() =>
        {
            using (mine)
            {
                if (isInput) Copy(console, mine.DangerousGetHandle());
                else Copy(mine.DangerousGetHandle(), console);
            }
        }) { IsBackground = true };
        if (!isInput) _screens.Add(thread);
        thread.Start();
        return theirs;
    }

    private static void Copy(nint from, nint to)
    {
        using var input = new FileStream(new SafeFileHandle(from, ownsHandle: false),
            System.IO.FileAccess.Read, bufferSize: 0);
        var buffer = new byte[16384];
        try
        {
            while (input.Read(buffer) is > 0 and var length)
                if (!Kernel32.Write(to, buffer.AsSpan(0, length))) return;
        }
        catch (IOException)
        {
            return; // the other end is gone
        }
    }
}
