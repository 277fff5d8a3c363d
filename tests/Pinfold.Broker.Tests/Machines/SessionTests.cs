using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// What a command of the account can do to the caller's disk, to the host, and to other commands of the same account.
/// </summary>
[Collection(ElevatedCollection.Name)]
public sealed class SessionTests(Elevated elevated)
{
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_command_is_the_account_without_privileges_and_with_the_callers_umask()
    {
        var output = elevated.Python("ada", """
            print(run(command(ops(plan()), '/bin/sh', '-c', 'grep -E "^(Uid|Gid|Groups|Cap.*|NoNewPrivs|Seccomp|NSpid):" /proc/self/status; umask; ls /proc/self/fd; echo $$'), umask=0o77)[0])
            """);
        var none = "0000000000000000";
        var (u, g) = (elevated.Offline, elevated.Sh("root", "id -g pinfold-offline").Trim());
        Assert.Equal($"""
            Uid: {u} {u} {u} {u}
            Gid: {g} {g} {g} {g}
            Groups:
            CapInh: {none}
            CapPrm: {none}
            CapEff: {none}
            CapBnd: {none}
            CapAmb: {none}
            NoNewPrivs: 1
            Seccomp: 2
            """, string.Join('\n', output.Split('\n').Where(l => l.Contains(':', StringComparison.Ordinal)
                && !l.StartsWith("NSpid", StringComparison.Ordinal)).Select(l => l.Replace('\t', ' ').TrimEnd())));
        Assert.Contains("\n0077\n", output, StringComparison.Ordinal);
        // ls has the folder open; the shell is the second process
        Assert.EndsWith("\n0\n1\n2\n3\n2", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_users_umask_is_the_commands_and_new_files_are_the_users()
    {
        var set = elevated.Sh("ada", """
            cd ~/ws && umask 027 && /opt/pinfold/pinfold run --mode elevated -- sh -c 'mkdir made; echo x > made/file; ln -s file made/link; mkfifo made/pipe; for mode in 4755 2755 6755; do cp /bin/true made/$mode; chmod $mode made/$mode && echo $mode is set; done; :'
            """);
        Assert.Equal("made ada ada 750\nmade/file ada ada 640\nmade/link ada ada 777\nmade/pipe ada ada 640\n",
            elevated.Sh("ada", "cd ~/ws && stat -c '%n %U %G %a' made made/file made/link made/pipe"));
        Assert.Equal("2755 is set\n", set);
        Assert.Equal("2755 ada ada 2755\n4755 ada ada 750\n6755 ada ada 750\n",
            elevated.Sh("ada", "cd ~/ws/made && stat -c '%n %U %G %a' 2755 4755 6755"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Existing_files_keep_mode_owner_list_and_times_and_nothing_is_left_of_the_account()
    {
        elevated.Sh("ada", "mkdir -p ~/ws/kept/in && cd ~/ws/kept && echo a > a && echo b > in/b && chmod 600 a && chmod 751 in && ln -sf a link && ln -f a hard");
        elevated.Sh("root", "setfacl -m u:bob:r /home/ada/ws/kept/in/b 2>/dev/null || setfattr -n user.mark -v 1 /home/ada/ws/kept/in/b 2>/dev/null || :");
        const string Look = "cd /home/ada && find . -path ./.local -prune -o -path ./.cache -prune -o -not -path . -not -path ./ws -printf '%p %m %u %g %n %C@ %T@ %s\\n' | sort; getfacl -R -p ws/kept 2>/dev/null || :";
        var before = elevated.Sh("root", Look);
        elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- sh -c 'find . -type f -exec cat {} + > /dev/null; cat kept/a; test -w kept/a'");
        Assert.Equal(before, elevated.Sh("root", Look));
        elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo new > new; mkdir -p d/e; echo x > d/e/f; rm -r d new; touch /tmp/t /var/tmp/t /dev/shm/t /run/t 2>/dev/null || :'");
        Assert.Equal("", elevated.Sh("root", $"find / -xdev \\( -uid {elevated.Offline} -o -gid {elevated.Offline} \\) -print 2>/dev/null; find /home /tmp /run /dev/shm /var \\( -uid {elevated.Offline} -o -gid {elevated.Offline} \\) -print 2>/dev/null || :"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Sessions_of_one_account_do_not_reach_each_other()
    {
        // Abstract sockets are of a network: the online commands share one, and Landlock parts them.
        foreach (var (account, plan, abstracts) in ((string, string, string)[])[("OFFLINE", "offline", "ECONNREFUSED"),
            ("ONLINE", "online", "EPERM")])
        {
            Assert.Equal("""
                seen 1 mem environ maps oom_score_adj clear_refs coredump_filter root/tmp/victim fd/1
                abstract=None tmp=1 shm=1 processes=1
                9 9
                """, elevated.Python("ada", $"""
                from sessions import *
                print(run(command(ops(plan('{plan}')), '/usr/bin/python3', '-c', CONTROL), account={account})[0], end='')
                """));
            elevated.Sh("root", "rm -f /opt/plans/up /opt/plans/down; mkfifo -m 666 /opt/plans/up /opt/plans/down");
            using var victim = elevated.Machine.Start("ada", "python3", elevated.Script($"""
                from sessions import *
                s = Session(command(ops(plan('{plan}')), '/usr/bin/python3', '-c', VICTIM, 'the-victim'), account={account})
                assert s.line() == 'ready', s.rest()
                open('/opt/plans/up', 'w').write('up\n')
                open('/opt/plans/down').read()
                ended = False
                while not ended and select.select([s.status], [], [], 0)[0]:
                    r = s.next()
                    ended = r is None or r[0] == ENDED
                open('/opt/plans/up', 'w').write('ended' if ended else 'lives')
                s.kill()
                """));
            Assert.Equal("up", elevated.Sh("root", "cat /opt/plans/up").Trim());
            foreach (var user in (string[])["ada", "bob"])
            {
                // Also with the host's /proc shown again by a plan that wants it.
                Assert.Equal($"""
                    abstract!{abstracts} tmp!ENOENT shm!ENOENT processes=0
                    ('seen 1\n', 0)
                    """, elevated.Python(user, $"""
                    from sessions import *
                    print(run(command(ops(plan('{plan}')), '/usr/bin/python3', '-c', ATTACK), account={account})[0], end='')
                    fence = before(ops(plan('{plan}')), 'ReadOnlyRoot', op('Grab', 1, text='/'))
                    fence = before(fence, 'DropCapabilities', op('Place', sum(1 for o in fence if o[0] == 'Grab') - 1, 0, text='/tmp/host'))
                    fence = before(fence, 'LandlockEnforce', op('LandlockAllow', 0xffff & ~0x840, text='/'))
                    print(run(command(fence, '/usr/bin/python3', '-c', "PROC = '/tmp/host/proc'" + PROBE), account={account})[:2])
                    """));
            }

            elevated.Sh("root", "echo > /opt/plans/down");
            Assert.Equal("lives", elevated.Sh("root", "cat /opt/plans/up").Trim());
            victim.WaitForExit();
        }
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_changed_plan_is_refused_or_fails_or_still_isolates()
    {
        var output = elevated.Python("ada", """
            import random
            outcome = {'refused': 0, 'failed': 0, 'isolated': 0}
            check = 'import os; s = dict(l.split(":", 1) for l in open("/proc/self/status")); print("PROBE", s["Uid"].split(), s["Gid"].split(), s["Groups"].split(), s["CapEff"].strip(), s["CapBnd"].strip(), s["NoNewPrivs"].strip(), s["Seccomp"].strip(), os.getpid() < 9, sorted(os.listdir("/proc"))[0], *[os.readlink("/proc/self/ns/" + n) for n in ("pid", "mnt", "ipc", "uts", "net")])'
            host = {os.readlink('/proc/self/ns/' + n) for n in ('pid', 'mnt', 'ipc', 'uts', 'net')}
            base = command(ops(plan()), '/usr/bin/python3', '-c', check)
            for seed in range(400):
                r = random.Random(seed)
                o = list(base)
                for _ in range(r.randint(1, 3)):
                    i, j = r.randrange(len(o)), r.randrange(len(o))
                    what = r.randrange(6)
                    if what == 0: o.insert(j, o[i])
                    elif what == 1: o.pop(i)
                    elif what == 2: o[i], o[j] = o[j], o[i]
                    elif what == 3 and o[i][1]:
                        b = bytearray(o[i][1]); b[r.randrange(len(b))] ^= 1 << r.randrange(8); o[i] = (o[i][0], bytes(b))
                    elif what == 4: o[i] = (OPS[r.randrange(len(OPS))], o[i][1])
                    elif what == 5 and o[i][1]: o[i] = (o[i][0], o[i][1][:r.randrange(len(o[i][1]))])
                said, status, records = run(o)
                if said.startswith('refused'): outcome['refused'] += 1
                elif not said.startswith('PROBE ['): outcome['failed'] += 1
                else:
                    outcome['isolated'] += 1
                    want = f"PROBE {[str(OFFLINE)] * 4} {[str(OFFLINE)] * 4} [] 0000000000000000 0000000000000000 1 2 True"
                    assert want in said and not any(h in said for h in host), (seed, said)
            assert min(outcome.values()) > 0, outcome
            print(outcome)
            """);
        TestContext.Current.SendDiagnosticMessage(output);
        Assert.True(elevated.BrokerLives);
    }
}
