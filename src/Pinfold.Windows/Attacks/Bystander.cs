using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>
/// A program of the user that an attack aims at: it has a secret in its memory, a window, and a file open, and answers
/// as long as nobody harms it. The same program is the command of another session.
/// </summary>
internal sealed unsafe class Bystander : IDisposable
{
    internal const string Verb = "bystander";
    private readonly Action _end;
    private readonly TextWriter _questions;
    private readonly TextReader _answers;

    internal Bystander(TextWriter questions, TextReader answers, Action end)
    {
        (_questions, _answers, _end) = (questions, answers, end);
        var said = (answers.ReadLine() ?? throw new IOException("the program that is to be attacked said nothing"))
            .Split(' ');
        if (said.Length != 5)
            throw new IOException($"the program that is to be attacked could not start: {string.Join(' ', said)}");
        Id = uint.Parse(said[0], CultureInfo.InvariantCulture);
        Thread = uint.Parse(said[1], CultureInfo.InvariantCulture);
        Address = nint.Parse(said[2], CultureInfo.InvariantCulture);
        Window = nint.Parse(said[3], CultureInfo.InvariantCulture);
        File = nint.Parse(said[4], CultureInfo.InvariantCulture);
    }

    internal uint Id { get; }

    /// <summary>Its first thread, which has the window.</summary>
    internal uint Thread { get; }

    /// <summary>Where its secret lies.</summary>
    internal nint Address { get; }

    internal nint Window { get; }

    /// <summary>Its handle of a file that is open.</summary>
    internal nint File { get; }

    /// <summary>It answers: it has not been ended, stopped or debugged.</summary>
    internal bool IsUnharmed => Ask("there?", 2000) == "yes";

    /// <summary>The secret as it is in its memory now; null when it does not answer.</summary>
    internal string? Memory => Ask("secret?", 2000);

    /// <summary>What its event, its section and its pipe server have seen.</summary>
    internal bool EventIsSet => Ask("event?", 2000) == "set";

    internal bool SectionIsChanged => Ask("section?", 2000) == "changed";

    internal bool PipeGotLine => Ask("pipe?", 2000) == "line";

    /// <summary>From now on it serves RPC at a port of its name, where it may.</summary>
    internal bool ServesCalls => Ask("calls?", 5000) == "yes";

    /// <summary>Starts one outside of any fence; facts of it are told with <paramref name="prefix"/>.</summary>
    internal static Bystander Start(Scene scene, Process? process, string prefix)
    {
        process ??= Process.Start(
            new ProcessStartInfo(scene.Program[0], [.. scene.Program[1..], Verb, scene.Outside + @"\file", scene.Id])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        var started = process;
        var victim = new Bystander(started.StandardInput, started.StandardOutput, () =>
        {
            started.Kill(entireProcessTree: true);
            started.Dispose();
        });
        victim.TellTo(scene, prefix);
        return victim;
    }

    internal void TellTo(Scene scene, string prefix)
    {
        scene.Tell(prefix + "victim", Id);
        scene.Tell(prefix + "thread", Thread);
        scene.Tell(prefix + "address", Address);
        scene.Tell(prefix + "window", Window);
        scene.Tell(prefix + "file", File);
    }

    public void Dispose()
    {
        try
        {
            _questions.Dispose(); // it ends with its input
            _answers.Dispose();
        }
        catch (IOException)
        {
            return; // it is gone already
        }
        finally
        {
            _end();
        }
    }

    private string? Ask(string question, int milliseconds)
    {
        try
        {
            _questions.WriteLine(question);
            _questions.Flush();
            var answer = _answers.ReadLineAsync();
            return answer.Wait(milliseconds) ? answer.Result : null;
        }
        catch (Exception e) when (e is IOException or AggregateException)
        {
            return null;
        }
    }

    /// <summary>
    /// Its own life: windows on the first thread, answers on another. Its objects have the default descriptor of its
    /// token, and <paramref name="id"/> in their names.
    /// </summary>
    internal static int Live(string file, string id)
    {
        var secret = (byte*)NativeMemory.AllocZeroed(256);
        Encoding.UTF8.GetBytes(Scene.Secret).CopyTo(new Span<byte>(secret, 256));
        var open = Kernel32.Open(file, Kernel32.GENERIC_READ | Kernel32.GENERIC_WRITE);
        // 0 without a desktop
        var window = User32.CreateWindowExW(0, "Static", id, User32.WS_OVERLAPPEDWINDOW, 0, 0, 10, 10, 0, 0, 0, 0);
        using var answers = new BystanderObjects(id);
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Environment.ProcessId} {Kernel32.GetCurrentThreadId()} {(nint)secret} {window} {open}"));
        Console.Out.Flush();
        new Thread(() =>
        {
            while (Console.In.ReadLine() is { } question)
            {
                Console.Out.WriteLine(
                    question == "secret?" ? Marshal.PtrToStringUTF8((nint)secret) : answers.To(question));
                Console.Out.Flush();
            }

            Environment.Exit(0);
        }) { IsBackground = true }.Start();
        MSG message;
        while (User32.GetMessageW(&message, 0, 0, 0) > 0) _ = User32.DispatchMessageW(&message);
        using var never = new ManualResetEvent(false);
        return never.WaitOne() ? 0 : 1;
    }

    /// <summary>
    /// A process that stays behind: it makes a file and lives for a minute, or until the file is gone.
    /// </summary>
    internal static int Linger(string path)
    {
        using var end = new ManualResetEvent(false);
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!, Path.GetFileName(path));
        watcher.Deleted += (_, _) => end.Set();
        watcher.EnableRaisingEvents = true;
        System.IO.File.WriteAllText(path, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        end.WaitOne(TimeSpan.FromMinutes(1));
        return 0;
    }
}
