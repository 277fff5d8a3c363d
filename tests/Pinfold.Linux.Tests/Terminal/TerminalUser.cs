using System.Diagnostics;
using System.Text;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Terminal;
using Pinfold.Linux.Tests.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Terminal;

/// <summary>
/// A person at a terminal (a pseudo-terminal of the test) who runs a command in a fence through
/// <see cref="TerminalSession"/>.
/// </summary>
internal sealed unsafe class TerminalUser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly Fence _fence;
    private readonly PseudoTerminal _outer = new();
    private readonly StringBuilder _seen = new();
    private Thread? _session;
    private LaunchResult? _result;
    private Exception? _failure;

    public TerminalUser(Fence fence)
    {
        _fence = fence;
        Resize(40, 100);
    }

    public string Seen => _seen.ToString();

    public TermiosBuffer Modes
    {
        get
        {
            TermiosBuffer modes;
            Assert.Equal(0, Libc.TcGetAttr(_outer.Slave.Number, &modes));
            return modes;
        }
    }

    public void Resize(ushort rows, ushort columns)
    {
        var size = new WindowSize { Rows = rows, Columns = columns };
        Assert.Equal(0, Libc.Ioctl(_outer.Master.Number, Libc.TIOCSWINSZ, (nint)(&size)));
        _ = Libc.Kill(Environment.ProcessId,
            28 /* SIGWINCH: the test has no controlling terminal, so the kernel sends none */);
    }

    public void Start(params string[] argv)
    {
        _session = new Thread(() =>
        {
            try
            {
                using var session = new TerminalSession(_outer.Slave.Number, _outer.Slave.Number);
                using var command = _fence.Start([.. argv], session);
                session.Relay(command);
                _result = command.Wait();
            }
            catch (Exception e)
            {
                _failure = e;
            }
        });
        _session.Start();
    }

    public void Type(string text) => Type(Encoding.UTF8.GetBytes(text));

    public void Type(byte[] keys)
    {
        fixed (byte* bytes = keys)
        {
            for (nint at = 0; at < keys.Length;)
                at += LinuxException.Check(Libc.Write(_outer.Master.Number, bytes + at, keys.Length - at), "write");
        }
    }

    /// <summary>Reads the screen until it shows <paramref name="text"/> after what was found before.</summary>
    public void Expect(string text)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var at = Seen.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0)
            {
                _seen.Remove(0, at + text.Length);
                return;
            }

            if (clock.Elapsed > Patience || !Read())
                Assert.Fail($"'{text}' never came; the screen shows:\n{Seen}\n{_failure}");
        }
    }

    public LaunchResult Result()
    {
        while (!_session!.Join(0)) Read();
        if (_failure is not null) throw new InvalidOperationException("the session failed", _failure);
        return _result!;
    }

    /// <summary>
    /// The name of the program that the keys go to, as seen from the host (proc(5): comm, pgrp, tpgid).
    /// </summary>
    public string? Foreground()
    {
        foreach (var process in Process.GetProcesses())
        {
            try
            {
                var fields = File.ReadAllText($"/proc/{process.Id}/stat");
                var rest = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
                if (rest[2] == rest[5] && new FileInfo($"/proc/{process.Id}/cwd").LinkTarget == _fence.Workspace)
                    return process.ProcessName;
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return null;
    }

    public void CloseWindow() => _outer.Master.Dispose();

    public void Dispose()
    {
        CloseWindow();
        _session?.Join();
        _outer.Dispose();
    }

    private bool Read()
    {
        if (_outer.Master.IsClosed) return false; // the window is closed
        var entry = new PollEntry(_outer.Master.Number, PollEntry.In);
        if (Libc.Poll(&entry, 1, 100) <= 0) return true;
        var buffer = stackalloc byte[4096];
        var got = Libc.Read(_outer.Master.Number, buffer, 4096);
        if (got > 0) _seen.Append(Encoding.Latin1.GetString(buffer, (int)got));
        return got > 0;
    }
}
