using System.Text;
using Pinfold.Linux.Processes;
using Pinfold.Linux.Tests.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Terminal;

public sealed class TerminalSessionTests : IDisposable
{
    private const string CtrlC = "\u0003", CtrlD = "\u0004", CtrlZ = "\u001a", CtrlBackslash = "\u001c";
    private readonly Fence _fence = new();
    private readonly TerminalUser _user;

    public TerminalSessionTests() => _user = new(_fence);

    public void Dispose()
    {
        _user.Dispose();
        _fence.Dispose();
    }

    [Fact]
    public void A_shell_inside_has_a_terminal_with_a_name_and_the_users_size()
    {
        _user.Start("/bin/sh");
        _user.Type("tty; stty size; test -t 0 && test -t 1 && test -t 2 && echo three; echo typed > /dev/tty\n");
        _user.Expect("/dev/console\r\n40 100\r\nthree\r\ntyped\r\n");
        _user.Type("exit 7\n");
        Assert.Equal((LaunchOutcome.Exited, 7), (_user.Result().Outcome, _user.Result().ExitStatus));
    }

    [Fact]
    public void The_terminal_inside_is_not_the_users()
    {
        _user.Start("/bin/sh", "-c", "stty -a; readlink /proc/self/fd/0; stty -echo -icanon; echo changed; read x");
        _user.Expect("changed");
        var outside = _user.Modes;
        Assert.Equal(0u, outside.Local & 0xA); // raw: neither ICANON nor ECHO, whatever is set inside
        _user.Type("\n");
        _user.Result();
    }

    [Fact]
    public void The_users_modes_are_copied_inside_and_restored_outside()
    {
        var before = _user.Modes;
        _user.Start("/bin/stty", "-a");
        _user.Expect("erase = ^?");
        _user.Result();
        Assert.Equal(before, _user.Modes);
    }

    [Fact]
    public void The_users_modes_are_restored_when_the_launch_fails()
    {
        var before = _user.Modes;
        _user.Start("no-such-program");
        Assert.Equal(127, _user.Result().ExitStatus);
        Assert.Equal(before, _user.Modes);
    }

    [Fact]
    public void A_resize_reaches_the_job_inside()
    {
        _user.Start("/bin/bash", "--norc", "-c",
            "trap 'stty size; exit 5' WINCH; echo up; while :; do sleep 0.05; done");
        _user.Expect("up");
        _user.Resize(24, 80);
        _user.Expect("24 80");
        Assert.Equal(5, _user.Result().ExitStatus);
    }

    [Fact]
    public void Interrupt_and_quit_reach_the_foreground_job_only()
    {
        _user.Start("/bin/bash", "--norc", "-i");
        _user.Type("sleep 1000\n");
        Foreground("sleep");
        _user.Type(CtrlC);
        _user.Type("echo int=$?\n");
        _user.Expect("int=130");
        _user.Type("sleep 1000\n");
        Foreground("sleep");
        _user.Type(CtrlBackslash);
        _user.Type("echo quit=$?\n");
        _user.Expect("quit=131");
        _user.Type("exit 3\n");
        Assert.Equal(3, _user.Result().ExitStatus);
    }

    [Fact]
    public void Jobs_stop_and_continue()
    {
        _user.Start("/bin/bash", "--norc", "-i");
        _user.Type("cat\n");
        Foreground("cat");
        _user.Type(CtrlZ);
        _user.Expect("Stopped");
        _user.Type("jobs; fg\n");
        _user.Expect("Stopped");
        Foreground("cat");
        _user.Type("he\"\"llo\n");
        _user.Expect("he\"\"llo\r\nhe\"\"llo\r\n");
        _user.Type(CtrlD);
        _user.Type("echo status=$?; exit\n");
        _user.Expect("status=0");
        Assert.Equal(0, _user.Result().ExitStatus);
    }

    [Fact]
    public void Closing_the_window_ends_the_tree_with_SIGHUP()
    {
        _user.Start("/bin/bash", "--norc", "-c",
            "trap 'echo hup > hup; exit 4' HUP; echo up; while :; do sleep 0.05; done");
        _user.Expect("up");
        _user.CloseWindow();
        Assert.Equal(4, _user.Result().ExitStatus);
        Assert.True(File.Exists(_fence.Workspace + "/hup"));
    }

    [Fact]
    public void What_ignores_the_hangup_is_killed()
    {
        _user.Start("/bin/bash", "--norc", "-c", "trap '' HUP; echo up; while :; do sleep 0.05; done");
        _user.Expect("up");
        _user.CloseWindow();
        Assert.Equal((LaunchOutcome.Signalled, 137), (_user.Result().Outcome, _user.Result().ExitStatus));
    }

    [Fact]
    public void A_megabyte_of_output_arrives_whole_after_the_command_has_ended()
    {
        _user.Start("/bin/sh", "-c", "stty -opost; head -c 1048576 /dev/zero | tr '\\0' x; printf end");
        Assert.Equal(0, _user.Result().ExitStatus);
        _user.Expect(new string('x', 1_048_576) + "end");
    }

    [Fact]
    public void A_big_paste_arrives_whole_at_the_readers_pace()
    {
        var paste = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i} äöü€😀\n"));
        _user.Start("/bin/sh", "-c",
            "stty raw -echo; echo ready; head -c " + Encoding.UTF8.GetByteCount(paste) + " > pasted; echo done");
        _user.Expect("ready");
        _user.Type(paste);
        _user.Expect("done");
        _user.Result();
        Assert.Equal(paste, File.ReadAllText(_fence.Workspace + "/pasted"));
    }

    [Fact]
    public void Bytes_pass_untouched()
    {
        _user.Start("/bin/sh", "-c",
            "stty raw -echo; printf 'ready\\033]52;c;x\\007\\033[6n\\377\\200'; head -c 4 | od -An -tx1");
        _user.Expect("ready\u001b]52;c;x\u0007\u001b[6n\u00ff\u0080");
        _user.Type([0x00, 0xFF, 0x1B, 0x03]);
        _user.Expect("00 ff 1b 03");
        _user.Result();
    }

    [Fact]
    public void Typing_for_the_user_is_refused_inside()
    {
        _user.Start("/usr/bin/python3", "-c",
            "import fcntl\ntry: fcntl.ioctl(0, 0x5412, b'x'); print('TYPED')\nexcept OSError as e: print(e.strerror)");
        _user.Expect("Operation not permitted");
        _user.Result();
    }

    /// <summary>Waits until a program of that name is the terminal's foreground job, so that a key finds it.</summary>
    private void Foreground(string name) =>
        Assert.True(SpinWait.SpinUntil(() => _user.Foreground() == name, TimeSpan.FromMinutes(2)), name);
}
