using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>The sandbox's process 1 is out of the command's reach, and what it holds.</summary>
public sealed class FirstProcessTests : IDisposable
{
    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void Its_memory_descriptors_and_folders_are_closed_to_the_command()
    {
        const string Script = """
            import os
            for pid in ('1', 'self'):
                for name in ('mem', 'environ', 'maps', 'fd', 'root/etc', 'cwd/', 'exe', 'map_files', 'auxv', 'syscall'):
                    path = '/proc/%s/%s' % (pid, name)
                    try:
                        if name == 'fd': os.readlink('%s/%s' % (path, os.listdir(path)[0])) # root may list the numbers, no more
                        elif os.path.isdir(path): os.listdir(path)
                        else:
                            with open(path, 'rb', buffering=0) as f: name == 'mem' or f.read(1)
                        print(pid, name, 'open')
                    except OSError as e: print(pid, name, e.strerror)
            """;
        var lines = _fence.Python(Script).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.DoesNotContain(lines,
            l => l.StartsWith("1 ", StringComparison.Ordinal) && l.EndsWith("open", StringComparison.Ordinal));
        Assert.Contains("self mem open", lines, StringComparer.Ordinal); // the control
        Assert.Contains("self root/etc open", lines, StringComparer.Ordinal);
    }

    [Fact]
    public void It_cannot_be_killed_stopped_or_traced()
    {
        var (output, result) = _fence.Python("""
            import ctypes, os, signal
            libc = ctypes.CDLL(None, use_errno=True)
            for s in range(1, 65):
                if s not in (32, 33): os.kill(1, s)
            libc.ptrace(16, 1, 0, 0); print('attach', os.strerror(ctypes.get_errno()))
            print('pidfd_getfd', libc.syscall(438, os.pidfd_open(1), 4, 0), os.strerror(ctypes.get_errno()))
            pid = os.fork()
            if pid == 0: os._exit(0)
            os.waitpid(pid, 0)
            print('alive')
            """);
        Assert.Equal("attach Operation not permitted\npidfd_getfd -1 Operation not permitted\nalive\n", output);
        Assert.Equal((LaunchOutcome.Exited, 0), (result.Outcome, result.ExitStatus));
    }

    [Fact]
    public void The_status_pipe_is_not_the_commands()
    {
        var (output, result) = _fence.Python("""
            import os
            for fd in range(3, 256):
                try: os.write(fd, bytes([3,0,0,0, 0,0,0,0, 0,0,0,0, 0,0,0,0])); print('wrote', fd)
                except OSError: pass
            os._exit(9)
            """);
        Assert.Equal(("", 9), (output, result.ExitStatus));
    }

    [Fact]
    public void A_core_limit_of_one_stays()
    {
        var (output, _) = _fence.Python("""
            import resource
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); print(resource.getrlimit(resource.RLIMIT_CORE))
            resource.prlimit(0, resource.RLIMIT_CORE, (0, 0)); print(resource.prlimit(0, resource.RLIMIT_CORE))
            resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100)); print(resource.getrlimit(resource.RLIMIT_NOFILE))
            """);
        Assert.Equal("(1, 1)\n(1, 1)\n(100, 100)\n", output);
    }

    [Fact]
    public void Kernel_controls_and_the_hosts_devices_are_not_writable()
    {
        var (output, _) = _fence.Shell("""
            for f in /proc/sys/kernel/core_pattern /proc/sys/kernel/hostname /proc/sysrq-trigger /proc/sys/vm/drop_caches /sys/power/state \
                /sys/kernel/uevent_helper /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/pids/cgroup.procs; do
                ( : > $f ) 2>/dev/null && echo opened $f
            done
            ls /dev
            grep ' / ' /proc/self/mountinfo | head -1 | grep -c nodev
            """);
        Assert.Equal("fd\nfull\nnull\nptmx\npts\nrandom\nshm\nstderr\nstdin\nstdout\ntty\nurandom\nzero\n1\n", output);
    }
}
