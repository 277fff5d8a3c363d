using Pinfold.Core.Enforcement;
using Pinfold.Linux.Processes;
using Xunit;

namespace Pinfold.Linux.Tests.Processes;

/// <summary>connect(2) inside: what may be reached, what it answers, and that it cannot be held or fooled.</summary>
public sealed class SupervisorTests : IDisposable
{
    private const string Prelude = """
        import errno, os, queue, socket, struct, threading
        U, S, D, Q = socket.AF_UNIX, socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET
        def attempt(name, f):
            try: f(); print(name, 'ok', flush=True)
            except OSError as e: print(name, errno.errorcode[e.errno], flush=True)
        def connect(path, kind=S):
            def f():
                with socket.socket(U, kind) as s: s.connect(path)
            return f

        """;

    private readonly Fence _fence = new();

    public void Dispose() => _fence.Dispose();

    [Fact]
    public void A_socket_outside_is_refused_by_every_spelling_and_told()
    {
        using var outside = new UnixListener(_fence.Folder + "/out.sock");
        Assert.True(outside.Answers());
        var (output, result) = _fence.Python(Prelude + $"""
            out = '{_fence.Folder}'
            attempt('absolute', connect(out + '/out.sock'))
            attempt('dotted', connect(out + '/ws/../out.sock'))
            attempt('relative', connect('../out.sock'))
            os.symlink(out + '/out.sock', 'link')
            attempt('link', connect('link'))
            fd = os.open(out, os.O_PATH)
            attempt('descriptor', connect('/proc/self/fd/%d/out.sock' % fd))
            attempt('root', connect('/proc/self/root' + out + '/out.sock'))
            os.chdir(out)
            attempt('folder', connect('out.sock'))
            attempt('again', connect('out.sock'))
            """);
        Assert.Equal("""
            absolute EACCES
            dotted EACCES
            relative EACCES
            link EACCES
            descriptor EACCES
            root EACCES
            folder EACCES
            again EACCES

            """, output);
        Assert.Contains(new Denial(DenialKind.UnixSocket, _fence.Folder + "/out.sock"), result.Denials);
        Assert.Equal(7, result.Denials.Length); // "out.sock" was tried twice and is told once
        Assert.Equal(0, result.DenialsOmitted);
    }

    [Fact]
    public void Sockets_of_the_roots_and_of_private_folders_are_reached_by_stream_and_seqpacket()
    {
        using var mine = new UnixListener(_fence.Workspace + "/user.sock");
        var (output, result) = _fence.Python(Prelude + """
            for kind in (S, Q):
                for path in ('in%d' % kind, '/tmp/in%d' % kind, '/dev/shm/in%d' % kind, '\0name%d' % kind):
                    s = socket.socket(U, kind); s.bind(path); s.listen()
                    attempt('own', connect(path, kind))
            attempt('of the user, in the workspace', connect('user.sock'))
            attempt('absent', connect('absent'))
            open('file', 'w').close()
            attempt('no socket', connect('file'))
            """);
        Assert.Equal(string.Concat(Enumerable.Repeat("own ok\n", 8))
            + "of the user, in the workspace ok\nabsent ENOENT\nno socket ECONNREFUSED\n",
            output);
        Assert.Empty(result.Denials);
    }

    [Fact]
    public void Datagram_sockets_cannot_be_had_since_sendto_is_not_supervised()
    {
        using var log = new UnixListener(_fence.Folder + "/log.sock", System.Net.Sockets.SocketType.Dgram);
        Assert.True(log.Answers());
        var (output, _) = _fence.Python(Prelude + $"""
            def send(s):
                s.sendto(b'x', '{_fence.Folder}/log.sock')
            attempt('dgram', lambda: send(socket.socket(U, D)))
            attempt('raw', lambda: send(socket.socket(U, socket.SOCK_RAW)))
            attempt('pair', lambda: send(socket.socketpair(U, D)[0]))
            attempt('raw pair', lambda: send(socket.socketpair(U, socket.SOCK_RAW)[0]))
            a, b = socket.socketpair(U, S)
            attempt('stream pair', lambda: a.send(b'x'))
            """);
        Assert.Equal("dgram EPERM\nraw EPERM\npair EPERM\nraw pair EPERM\nstream pair ok\n", output);
    }

    [Fact]
    public void Connects_answer_as_they_do_outside()
    {
        var script = Prelude + """
            t = socket.socket(); t.bind(('127.0.0.1', 0)); t.listen(0)
            c = socket.socket(); c.setblocking(False)
            attempt('nonblocking tcp', lambda: c.connect(t.getsockname()))
            refused = socket.socket(); refused.bind(('127.0.0.1', 0))
            attempt('nobody listens', lambda: socket.socket().connect(refused.getsockname()))
            s = socket.socket(U); s.bind('full'); s.listen(0)
            first = socket.socket(U); first.connect('full')
            n = socket.socket(U); n.setblocking(False)
            attempt('full, nonblocking', lambda: n.connect('full'))
            b = socket.socket(U); b.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('ll', 0, 100000))
            attempt('full, until its timeout', lambda: b.connect('full'))
            print(b.getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, 16) == struct.pack('ll', 0, 100000))
            w = socket.socket(U)
            waiter = threading.Thread(target=lambda: attempt('full, until there is room', lambda: w.connect('full')))
            waiter.start(); s.accept(); waiter.join()
            q = socket.socket(); q.bind(('127.0.0.1', 0)); q.listen(0)
            keep = socket.socket(); keep.connect(q.getsockname())
            more = socket.socket(); more.setblocking(False); attempt('more', lambda: more.connect(q.getsockname()))
            z = socket.socket()
            z.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack('ll', 0, 200000))
            attempt('tcp, full, until its timeout', lambda: z.connect(q.getsockname()))
            y = socket.socket()
            waiter = threading.Thread(
                target=lambda: attempt('tcp, full, until there is room', lambda: y.connect(q.getsockname())))
            waiter.start()
            threading.Thread(target=lambda: [q.accept() for _ in range(9)], daemon=True).start()
            waiter.join()
            attempt('tcp, twice', lambda: y.connect(q.getsockname()))
            print(y.getsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, 16) == bytes(16))
            first.setblocking(False)
            attempt('twice', lambda: first.connect('full'))
            attempt('no socket', lambda: socket.socket(fileno=os.open('/dev/null', os.O_RDWR)).connect('x'))
            """;
        var (inside, result) = _fence.Python(script);
        var outside = Path.Combine(_fence.Folder, "control");
        Directory.CreateDirectory(outside);
        using var control = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3")
        {
            ArgumentList = { "-c", script }, WorkingDirectory = outside,
            RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        Assert.Equal(control.StandardOutput.ReadToEnd(), inside);
        Assert.Contains("full, until its timeout EAGAIN", inside, StringComparison.Ordinal);
        Assert.Empty(result.Denials);
    }

    [Fact]
    public void Held_connects_are_bounded_and_do_not_stop_the_others()
    {
        var (output, _) = _fence.Python(Prelude + """
            s = socket.socket(U); s.bind('full'); s.listen(0)
            keep = socket.socket(U); keep.connect('full')
            answers = queue.Queue()
            def hold():
                c = socket.socket(U)
                try: c.connect('full')
                except OSError as e: answers.put(errno.errorcode[e.errno])
            for _ in range(100): threading.Thread(target=hold, daemon=True).start()
            print({answers.get() for _ in range(36)}, answers.qsize())
            o = socket.socket(U); o.bind('free'); o.listen()
            n = socket.socket(U); n.setblocking(False); attempt('another', lambda: n.connect('free'))
            os._exit(0)
            """);
        Assert.Equal("{'EAGAIN'} 0\nanother ok\n", output);
    }

    [Fact]
    public void A_connect_whose_helper_is_killed_is_interrupted()
    {
        var (output, _) = _fence.Python(Prelude + """
            s = socket.socket(U); s.bind('full'); s.listen(0)
            keep = socket.socket(U); keep.connect('full')
            done = False
            def kill():
                me = os.getpid()
                while not done: # one that just ends for an earlier call may be seen first
                    for p in [int(p) for p in os.listdir('/proc') if p.isdigit() and int(p) not in (1, me)]:
                        try: os.kill(p, 9)
                        except ProcessLookupError: pass
            threading.Thread(target=kill).start()
            from ctypes import CDLL, c_char_p, get_errno
            libc = CDLL(None, use_errno=True)
            c = socket.socket(U)
            r = libc.connect(c.fileno(), b'\x01\x00full', 6)
            print(r, errno.errorcode[get_errno()])
            done = True
            """);
        Assert.Equal("-1 EINTR\n", output);
    }

    [Fact]
    public void Addresses_without_a_route_are_told_and_their_number_is_bounded()
    {
        var (output, result) = _fence.Python(Prelude + """
            attempt('tcp', lambda: socket.socket().connect(('192.0.2.1', 443)))
            u = socket.socket(socket.AF_INET, D)
            attempt('udp', lambda: u.connect(('192.0.2.53', 53)))
            attempt('tcp6', lambda: socket.socket(socket.AF_INET6).connect(('2001:db8::1', 443)))
            for i in range(1000):
                try: u.connect(('192.0.2.77', 1000 + i))
                except OSError: pass
            """);
        Assert.Equal("tcp ENETUNREACH\nudp ENETUNREACH\ntcp6 ENETUNREACH\n", output);
        Assert.Equal(
            [new(DenialKind.Address, "192.0.2.1:443"), new(DenialKind.Address, "192.0.2.53:53"),
                new Denial(DenialKind.Address, "[2001:db8::1]:443")],
            result.Denials[..3]);
        Assert.Equal((16, 1003 - 16), (result.Denials.Length, result.DenialsOmitted));
    }

    [Fact]
    public void Threads_without_descriptors_of_their_own_connect_too()
    {
        var (output, _) = _fence.Python(Prelude + """
            s = socket.socket(U); s.bind('in'); s.listen()
            threads = [threading.Thread(target=lambda: attempt('thread', connect('in'))) for _ in range(8)]
            for t in threads: t.start()
            for t in threads: t.join()
            """);
        Assert.Equal(string.Concat(Enumerable.Repeat("thread ok\n", 8)), output);
    }
}
