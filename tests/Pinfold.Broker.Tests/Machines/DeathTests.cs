using System.Globalization;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// Whoever takes part in a launch is killed, at many moments: nothing is left, others run on, and the next start works.
/// </summary>
public sealed class DeathTests(Elevated elevated) : IClassFixture<Elevated>
{
    /// <summary>
    /// What root needs to kill others: sessions of ada's in processes of their own, and what is left of them.
    /// </summary>
    internal const string Killing = """
        import glob, pwd, random, stat, subprocess, time
        BROKER, LAUNCHER = '/usr/local/lib/pinfold/pinfold-broker', '/usr/local/lib/pinfold/pinfold-launcher'
        def program(pid):
            try: return os.readlink(f'/proc/{pid}/exe')
            except OSError: return ''
        def everybody(): return [int(p) for p in os.listdir('/proc') if p.isdigit()]
        def launchers(): return [p for p in everybody() if program(p) == LAUNCHER]
        def left():
            found = [('launcher', p) for p in launchers()]
            for p in everybody():
                try:
                    if os.stat(f'/proc/{p}').st_uid in (OFFLINE, ONLINE): found.append(('process', p, open(f'/proc/{p}/cmdline').read()))
                except OSError: pass
            found += [d for d in glob.glob('/home/*/ws/.*') + glob.glob('/home/*/ws/*') if stat.S_IMODE(os.lstat(d).st_mode) == 0o1555]
            return found + glob.glob('/sys/fs/cgroup/**/pinfold-*', recursive=True)
        def settle(seconds=30):
            end = time.monotonic() + seconds
            while True:
                l = left()
                if not l: return
                assert time.monotonic() < end, l
                select.select([], [], [], 0.02)
        def as_ada():
            ada = pwd.getpwnam('ada')
            os.initgroups('ada', ada.pw_gid); os.setgid(ada.pw_gid); os.setuid(ada.pw_uid); os.chdir('/home/ada/ws'); os.environ.update(HOME='/home/ada', USER='ada')
        def pinfold(*argv, **o):
            return subprocess.Popen(['/opt/pinfold/pinfold', 'run', '--mode', 'elevated', '--', *argv], preexec_fn=as_ada, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **o)
        def broker():
            return [p for p in everybody() if program(p) == BROKER]
        def start():
            subprocess.Popen([BROKER], start_new_session=True, cwd='/', stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            serving()
        def serving():
            while True:
                try:
                    if ask(record(STATUS))[0] == 0x8001: return
                except OSError: pass
                select.select([], [], [], 0.01)
        def moment(r): select.select([], [], [], r.random() ** 2 * 0.25)
        def works():
            p = pinfold('id', '-un')
            out = p.communicate()
            assert out[0] == b'pinfold-offline\n', out

        """;

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_killed_client_leaves_nothing() => elevated.Python("root", Killing + """
        for seed in range(40):
            p = pinfold('sh', '-c', 'sleep 1000 & sleep 1000')
            moment(random.Random(seed))
            p.kill(); p.communicate()
        settle()
        works()
        """);

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_killed_launcher_or_first_process_leaves_nothing_and_the_client_says_so() =>
        elevated.Python("root", Killing + """
        for seed in range(40):
            r = random.Random(seed)
            p = pinfold('sh', '-c', 'sleep 1000 & sleep 1000')
            while not launchers() and p.poll() is None: pass
            moment(r)
            victims = sorted(launchers())
            if victims:
                try: os.kill(victims[0 if seed % 2 else -1], signal.SIGKILL) # the outer one, or the newest: the first process inside
                except ProcessLookupError: pass
            out = p.communicate(timeout=60)
            assert p.returncode not in (0, None), (seed, out)
            settle()
        works()
        """);

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Commands_outlive_the_broker_and_are_signalled_counted_and_ended_as_before() =>
        elevated.Python("root", Killing + """
        for how in (signal.SIGTERM, signal.SIGKILL):
            running = [pinfold('sh', '-c', 'echo up; while read line; do echo "$line"; done') for _ in range(4)]
            for p in running: assert p.stdout.readline() == b'up\n'
            [old] = broker()
            os.kill(old, how)
            while program(old): select.select([], [], [], 0.01)
            p = pinfold('true'); error = p.communicate()[1]
            assert p.returncode == 125 and b'sudo pinfold setup' in error, error
            for i, p in enumerate(running):
                p.stdin.write(b'%d\n' % i); p.stdin.flush()
                assert p.stdout.readline() == b'%d\n' % i
            start()
            ada = pwd.getpwnam('ada').pw_uid
            count = lambda: struct.unpack('<I', subprocess.run(['python3', '-c', "import sys; sys.path.insert(0, '/opt/scripts'); from raw import *; s = connect(); s.sendall(record(STATUS)); sys.stdout.buffer.write(s.recv(999)[8:12])"], preexec_fn=as_ada, stdout=subprocess.PIPE).stdout)[0]
            assert count() == 4, count()
            running[0].terminate(); running[0].wait(); assert running[0].returncode in (143, -15), running[0].returncode
            running[1].kill(); running[1].wait()
            running[2].stdin.close(); running[2].wait(); assert running[2].returncode == 0
            works()
            assert subprocess.run(['python3', '-c', "import sys; sys.path.insert(0, '/opt/scripts'); from raw import *; print(ask(record(RELEASE))[0] == 0x8002)"], preexec_fn=as_ada, stdout=subprocess.PIPE).stdout == b'True\n'
            running[3].wait(); assert running[3].returncode == 137, running[3].returncode
            settle()
            end = time.monotonic() + 10
            while count(): assert time.monotonic() < end; select.select([], [], [], 0.02)
        """);

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_broker_killed_at_any_moment_of_a_launch_leaves_it_whole_or_not_begun() =>
        elevated.Python("root", Killing + """
        whole = 0
        for seed in range(25):
            p = pinfold('sh', '-c', 'echo whole')
            moment(random.Random(seed))
            for b in broker(): os.kill(b, signal.SIGKILL)
            out, error = p.communicate(timeout=60)
            assert (p.returncode, out) == (0, b'whole\n') or (p.returncode == 125 and out == b''), (seed, p.returncode, out, error)
            whole += p.returncode == 0
            start()
        settle()
        works()
        print(whole, 'of 25 whole')
        """);

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void An_ended_session_takes_its_placeholders_away() => elevated.Python("root", Killing + """
        p = pinfold('sh', '-c', 'echo up; sleep 1000'); assert p.stdout.readline() == b'up\n'
        assert [l for l in left() if isinstance(l, str)], 'no placeholder to look for'
        p.terminate(); p.communicate()
        settle()
        """);

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Keys_of_whoever_started_the_broker_are_not_the_commands_nor_the_callers()
    {
        // keyctl(2) 250, add_key(2) 248: root joins a session keyring with a key in it, and starts the broker from
        // there.
        const string Keys = """
            import ctypes
            libc = ctypes.CDLL(None, use_errno=True)
            def session(): return libc.syscall(250, 0, ctypes.c_int(-3), 0)

            """;
        var root = elevated.Python("root", Keys + """
            assert libc.syscall(250, 1, b'of-root') > 0
            key = libc.syscall(248, b'user', b'secret', b'of root', ctypes.c_size_t(7), ctypes.c_int(-3))
            assert key > 0
            os.kill(int(os.popen('pgrep -xf /usr/local/lib/pinfold/pinfold-broker').read()), signal.SIGTERM)
            while os.system('pgrep -xf /usr/local/lib/pinfold/pinfold-broker >/dev/null') == 0: select.select([], [], [], 0.01)
            if os.fork() == 0:
                os.setsid()
                for fd in range(3): os.dup2(os.open('/dev/null', os.O_RDWR), fd)
                os.execv('/usr/local/lib/pinfold/pinfold-broker', ['/usr/local/lib/pinfold/pinfold-broker'])
            while True:
                try:
                    if ask(record(STATUS))[0]: break
                except OSError: select.select([], [], [], 0.01)
            print(session(), key)
            """).Split(' ');
        elevated.Sh("root", "rm -f /opt/plans/keys; mkfifo -m 666 /opt/plans/keys");
        elevated.Sh("root", $"chmod 755 {elevated.Script(Keys + "buffer = ctypes.create_string_buffer(64)\nprint(session(), libc.syscall(250, 11, int(sys.argv[1]), buffer, 64), buffer.value)")}; mv /opt/scripts/$(ls -t /opt/scripts | head -1) /opt/scripts/keys.py");
        using var client = elevated.Machine.Start("ada", "python3", elevated.Script($"""
            fence = command(ops(plan()), '/bin/sleep', '1000')
            s = Session(fence + [op('Afterwards', text='/bin/sh')] + [op('AfterwardsArgument', text=a) for a in ('sh', '-c', 'exec > /opt/plans/keys; PATH=/usr/bin:/bin python3 /opt/scripts/keys.py {root[1]}')])
            s.until(APPLIED)
            os.kill(os.getpid(), signal.SIGKILL)
            """));
        var seen = elevated.Sh("root", "cat /opt/plans/keys").Trim();
        client.WaitForExit();
        Assert.DoesNotContain("of root", seen, StringComparison.Ordinal);
        Assert.NotEqual(root[0], seen.Split(' ')[0], StringComparer.Ordinal);
    }
}
