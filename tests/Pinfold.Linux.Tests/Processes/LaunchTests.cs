using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

public sealed class LaunchTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void A_command_writes_in_the_workspace_and_its_status_comes_back()
    {
        var (output, result) = _fence.Shell("echo hi; echo x > made; exit 7");
        Assert.Equal("hi\n", output);
        Assert.Equal((LaunchOutcome.Exited, 7), (result.Outcome, result.ExitStatus));
        Assert.Equal("x\n", File.ReadAllText(_fence.Workspace + "/made"));
    }

    [Fact]
    public void Nothing_outside_the_workspace_is_writable()
    {
        var (output, _) = _fence.Shell(
            $"echo x > {_fence.Folder}/outside; echo x > /etc/pinfold-x; echo x > /var/pinfold-x");
        Assert.Equal(3, output.Split('\n').Count(l => l.Contains("Read-only file system", StringComparison.Ordinal)));
        Assert.False(File.Exists(_fence.Folder + "/outside"));
    }

    [Fact]
    public void Temp_is_private_and_gone_afterwards()
    {
        var name = "/tmp/pinfold-" + Guid.NewGuid().ToString("n");
        var (output, result) = _fence.Shell($"echo x > {name} && cat {name} && ls -A /dev/shm");
        Assert.Equal(("x\n", 0), (output, result.ExitStatus));
        Assert.False(File.Exists(name));
    }

    [Fact]
    public void Absent_handoff_names_cannot_be_created_and_leave_nothing()
    {
        var (output, _) = _fence.Shell(
            "mkdir .vscode; echo x > .envrc; echo x > .vscode/tasks.json; rmdir .vscode; mv .vscode v; git init 2>&1; ls -A");
        Assert.Contains(".vscode", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_fence.Workspace));
    }

    [Fact]
    public void A_signal_death_is_128_plus_the_signal()
    {
        var (_, result) = _fence.Shell("kill -SEGV $$");
        Assert.Equal((LaunchOutcome.Signalled, 139), (result.Outcome, result.ExitStatus));
    }

    [Fact]
    public void The_deadline_kills_the_tree()
    {
        var (_, result) = _fence.Shell("sleep 1000 & setsid sleep 1000 & sleep 1000", TimeSpan.FromMilliseconds(200));
        Assert.Equal((LaunchOutcome.TimedOut, 124), (result.Outcome, result.ExitStatus));
    }

    [Fact]
    public void A_missing_program_is_127_and_an_unexecutable_one_126()
    {
        File.WriteAllText(_fence.Workspace + "/plain", "text");
        Assert.Equal(127, _fence.Run(["no-such-program"]).Result.ExitStatus);
        Assert.Equal(126, _fence.Run(["./plain"]).Result.ExitStatus);
    }

    [Fact]
    public void A_unix_socket_inside_the_roots_is_reached_and_one_outside_is_not()
    {
        using var outside = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        outside.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(_fence.Folder + "/out.sock"));
        outside.Listen();
        var (output, _) = _fence.Shell($$"""
            python3 -c '
            import socket, threading
            s = socket.socket(socket.AF_UNIX); s.bind("in.sock"); s.listen()
            c = socket.socket(socket.AF_UNIX); c.connect("in.sock"); print("inside ok", flush=True)
            t = socket.socket(); t.bind(("127.0.0.1", 0)); t.listen()
            d = socket.socket(); d.connect(t.getsockname()); print("tcp ok", flush=True)
            try:
                e = socket.socket(socket.AF_UNIX); e.connect("{{_fence.Folder}}/out.sock"); print("ESCAPED")
            except OSError as x: print(x.strerror)
            '
            """);
        Assert.Equal("inside ok\ntcp ok\nPermission denied\n", output);
    }
}
