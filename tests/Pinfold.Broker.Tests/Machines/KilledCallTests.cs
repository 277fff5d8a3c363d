using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// Client and broker are killed at each call by which they change something or speak, by enumeration: the n-th call of
/// a kind is not made, until a run has none left. (Setup and uninstall: <c>KilledSetupTests</c> and its neighbours, of
/// the command line.)
/// </summary>
public sealed class KilledCallTests(Elevated elevated) : IClassFixture<Elevated>
{
    private const string Tracing = DeathTests.Killing + """
        def traced(call, n, program, path=None):
            return ['strace', '-f', '-qq', '-o', '/dev/null'] + (['-P', path] if path else []) + ['-e', 'trace=' + call, '-e', f'inject={call}:signal=KILL:when={n}', *program]

        """;

    private const string InCheckout = Tracing + """
        def sh(script):
            p = subprocess.run(['/bin/bash', '-c', script], stdin=subprocess.DEVNULL, capture_output=True, text=True)
            assert p.returncode == 0, (script, p)
            return p.stdout
        def state(): return sh("find /opt/checkouts -printf '%p %y %m %u %g\\n' | sort; find /opt/checkouts | sort | xargs getfacl -p")
        def in_checkout(): as_ada(); os.chdir('/opt/checkouts/ada')
        def used():
            p = subprocess.run(['/opt/pinfold/pinfold', 'run', '--mode', 'elevated', '--', 'sh', '-c', 'cat sub/b; echo made > made'], preexec_fn=in_checkout, stdin=subprocess.DEVNULL, capture_output=True)
            return p.returncode, p.stdout, p.stderr
        def fresh():
            sh('rm -rf /opt/checkouts; mkdir -p /opt/checkouts/ada/sub; cd /opt/checkouts/ada; echo a > a; echo b > sub/b; chmod 600 a; chown -R ada:ada .; chmod 700 .')
            return state()

        """;

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("sendmsg")]
    [InlineData("connect")]
    [InlineData("flock")]
    [InlineData("pwrite64")]
    [InlineData("rename")]
    [InlineData("mkdir")]
    [InlineData("unlink")]
    public void A_client_killed_at_any_call_leaves_nothing_and_the_next_one_works(string call) =>
        elevated.Python("root", Tracing + $$"""
        call, n = '{{call}}', 1
        works() # the fence is proven once, before
        while True:
            p = subprocess.run(traced(call, n, ['/opt/pinfold/pinfold', 'run', '--mode', 'elevated', '--', '/bin/true']), preexec_fn=as_ada, stdin=subprocess.DEVNULL, capture_output=True)
            assert p.returncode in (0, 137, -9), (n, p)
            settle()
            works()
            if p.returncode == 0: break
            n += 1
            assert n < 200, 'it never ends'
        assert n > 1, 'nothing was killed'
        """);

    /// <summary>
    /// What the ledger's records and the access lists go through, one after the other; every second time the launch is
    /// made again before all is taken back.
    /// </summary>
    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("write", true)]
    [InlineData("fsync", true)]
    [InlineData("fsetxattr", false)]
    public void A_broker_killed_at_any_step_of_letting_an_account_in_leaves_what_uninstall_takes_back_whole(string call,
        bool ofLedger) => elevated.Python("root", InCheckout + $$"""
        call, path = '{{call}}', {{(ofLedger ? "'/var/lib/pinfold/ledger'" : "None")}}
        n = 1
        while True:
            before = fresh()
            works() # the fence is proven before
            for pid in broker(): os.kill(pid, signal.SIGKILL)
            while broker(): select.select([], [], [], 0.01)
            subprocess.Popen(traced(call, n, [BROKER], path), start_new_session=True, cwd='/', stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            serving()
            outcome = used()
            killed = not broker()
            assert killed or outcome[:2] == (0, b'b\n'), (n, outcome)
            assert not killed or outcome[0] == 125, (n, outcome)
            if killed and n % 2:
                start()
                again = used()
                assert again[:2] == (0, b'b\n'), (n, again)
            sh('/opt/pinfold/pinfold uninstall --prove --yes; rm -f /opt/checkouts/ada/made')
            assert state() == before, (n, before, state())
            sh('/opt/pinfold/pinfold setup --yes')
            settle()
            if not killed: break
            n += 1
            assert n < 100, 'it never ends'
        assert n > 2, 'nothing was killed'
        """);

    /// <summary>
    /// The other way: uninstall, with a folder that an account was let into and in which it owns a file.
    /// </summary>
    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("write", true)]
    [InlineData("fsync", true)]
    [InlineData("fsetxattr", false)]
    [InlineData("fremovexattr", false)]
    [InlineData("fchown", false)]
    public void An_uninstall_killed_at_any_step_of_taking_access_back_is_gone_on_with(string call, bool ofLedger) =>
        elevated.Python("root", InCheckout + $$"""
        call, path = '{{call}}', {{(ofLedger ? "'/var/lib/pinfold/ledger'" : "None")}}
        n = 1
        while True:
            before = fresh()
            outcome = used()
            assert outcome[:2] == (0, b'b\n'), (n, outcome)
            p = subprocess.run(traced(call, n, ['/opt/pinfold/pinfold', 'uninstall', '--yes'], path), stdin=subprocess.DEVNULL, capture_output=True)
            assert p.returncode in (0, 137, -9) or (p.returncode == 125 and b'failed with status 137' in p.stderr), (n, p) # userdel is killed too
            sh('/opt/pinfold/pinfold uninstall --prove --yes; rm -f /opt/checkouts/ada/made')
            assert state() == before, (n, before, state())
            sh('/opt/pinfold/pinfold setup --yes')
            settle()
            if p.returncode == 0: break
            n += 1
            assert n < 100, 'it never ends'
        assert n > 1, 'nothing was killed'
        """);
}
