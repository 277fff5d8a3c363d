using System.Diagnostics;
using System.Globalization;
using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>Clients that do not keep to the protocol: refused, and the same broker serves the next.</summary>
[Collection(ElevatedCollection.Name)]
public sealed class ProtocolAbuseTests(Elevated elevated)
{
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_launch_that_keeps_to_it_runs()
    {
        var output = elevated.Python("ada",
            "print(run(command(ops(plan()), '/bin/sh', '-c', 'id -u; id -g; id -G'))[:2])");
        Assert.Equal($"('{elevated.Offline}\\n{elevated.Offline}\\n{elevated.Offline}\\n', 0)", output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_is_no_question_is_refused()
    {
        var output = elevated.Python("ada", """
            print(ask(record(STATUS, version=2))[1][:28])
            print(ask(record(77))[1])
            print(ask(record(0x8001))[1])
            print(ask(b'\0\0')[1])
            print(ask(record(LAUNCH, b'abc', length=1000))[1])
            print(ask(record(LAUNCH, length=1 << 31))[1][:27])
            print(ask(record(STATUS), [1, 2])[1])
            print(ask(record(RELEASE), [1])[1])
            print(ask(record(STATUS), [1] * 200)[1])
            print(ask(record(LAUNCH, struct.pack('<III', OFFLINE, 0, 18) + plan()), [1] * 6)[1])
            print(ask(record(LAUNCH, struct.pack('<III', 0, 0, 18) + plan()), [1] * 5)[1])
            print(ask(record(LAUNCH, struct.pack('<III', 1000, 0, 18) + plan()), [1] * 5)[1])
            """);
        Assert.Equal("""
            version 2 is spoken there an
            there is no record of kind 77
            Standing is no request
            nothing was asked
            the record is cut off
            a record of kind Launch has
            descriptors come with the body of a launch, and with nothing else
            descriptors come with the body of a launch, and with nothing else
            descriptors come with the body of a launch, and with nothing else
            6 descriptors came with a launch that uses 5
            user 0 is no account of Pinfold
            user 1000 is no account of Pinfold
            """, output);
        Assert.True(elevated.BrokerLives);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_client_that_trickles_is_hung_up_on_while_others_are_served()
    {
        var output = elevated.Python("ada", """
            slow = connect()
            slow.sendall(record(LAUNCH, length=100000))
            poll, sent = select.poll(), 0
            poll.register(slow, select.POLLHUP | select.POLLRDHUP | select.POLLERR | select.POLLIN)
            while not poll.poll(500):
                slow.send(b'x')
                sent += 1
                assert sent < 100, 'fed for ever'
            print(answer(slow)[1])
            silent = connect()
            print(ask(record(STATUS))[0] == 0x8001)
            print(answer(silent)[1])
            """);
        Assert.Equal("the record comes too slowly\nTrue\nhung up", output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_user_with_all_connections_open_does_not_keep_another_out()
    {
        elevated.Sh("root", "mkfifo -m 666 /opt/plans/let-go /opt/plans/held");
        var ada = elevated.Script("""
            import resource
            resource.setrlimit(resource.RLIMIT_NOFILE, (1024, 1024))
            held = [connect() for _ in range(200)]
            ended = select.poll()
            for s in held:
                ended.register(s, select.POLLIN | select.POLLHUP)
                try:
                    s.sendall(record(LAUNCH, length=100000))
                    s.sendmsg([bytes(12)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [1] * 69))])
                except OSError:
                    pass  # hung up on, or more under way than one user may have (ETOOMANYREFS)
            assert ended.poll(5000), 'more than there may be'
            print(ask(record(STATUS))[1])
            open('/opt/plans/held', 'w').write('held\n')
            os.open('/opt/plans/let-go', os.O_RDONLY)
            """);
        var clock = Stopwatch.StartNew();
        using var holder = elevated.Machine.Start("ada", "python3", ada);
        int Descriptors(string script) => int.Parse(
            elevated.Sh("root", $"{script}; ls /proc/{elevated.Broker}/fd | wc -l"), CultureInfo.InvariantCulture);
        var before = Descriptors("read -r _ < /opt/plans/held");
        var bob = elevated.Sh("bob", $"{Elevated.Run} -- id -un");
        var after = Descriptors(":");
        var isHeld = clock.Elapsed < Connection.Patience; // else the broker has hung up on all of them
        elevated.Sh("root", "echo > /opt/plans/let-go");
        Assert.True(holder.WaitForExit(TimeSpan.FromMinutes(5)));
        Assert.Equal(0, holder.ExitCode);
        Assert.Equal("pinfold-offline\n", bob);
        Assert.InRange(before, 200, 1023); // the limit where nothing raises it
        if (isHeld) Assert.InRange(after, 200, 1023); // bob did not have to wait for ada's end
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Streams_that_lead_out_of_the_fence_start_nothing()
    {
        var output = elevated.Python("ada", """
            fence = command(ops(plan()), '/bin/echo', 'ran')
            null = os.open('/dev/null', os.O_RDWR)
            folder = os.open('/home/ada', os.O_RDONLY | os.O_DIRECTORY)
            by_path = os.open('/etc/passwd', os.O_PATH)
            datagrams = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            internet = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            for bad in (folder, by_path, datagrams.fileno(), internet.fileno()):
                for at in range(3):
                    streams = [null, null, null]
                    streams[at] = bad
                    s = Session(fence, streams=streams)
                    assert s.begun, s.reply
                    s.end()
                    assert [(r[0], r[2]) for r in s.records if r[0] != 12] == [(8, at)], s.records
            here, there = socket.socketpair()
            s = Session(fence, streams=[there.fileno()] * 3)
            there.close()
            print(here.makefile().read().strip(), s.end()[1])
            """);
        Assert.Equal("ran 0", output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Status_and_signals_go_through_pipes_alone()
    {
        var output = elevated.Python("ada", """
            fence = command(ops(plan()), '/bin/echo', 'ran')
            null, file = os.open('/dev/null', os.O_RDWR), os.open('/home/ada/status', os.O_RDWR | os.O_CREAT)
            zero, (read, write) = os.open('/dev/zero', os.O_RDWR), os.pipe()
            netlink = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
            for bad in (null, file, zero, netlink.fileno(), read):
                assert run(fence, status=bad) == ('refused: status and signals go through pipes', None, []), bad
            for bad in (null, file, zero, netlink.fileno(), write):
                assert run(fence, signals=bad) == ('refused: status and signals go through pipes', None, []), bad
            """);
        Assert.Equal("", output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_account_is_not_served_and_a_command_in_the_fence_does_not_even_reach_the_socket()
    {
        var script = elevated.Script("print(ask(record(STATUS))[1])");
        Assert.Equal("a command in the fence asks for no other\n", elevated.Sh("root",
            $"setpriv --reuid {elevated.Offline} --regid {elevated.Offline} --clear-groups python3 {script}"));
        Assert.Equal("a command in the fence asks for no other\n", elevated.Sh("root",
            $"setpriv --reuid {elevated.Online} --regid {elevated.Online} --clear-groups python3 {script}"));
        var inside = elevated.Machine.Shell("ada", "cd ~/ws; /opt/pinfold/pinfold run --mode elevated -- ls /run/pinfold; /opt/pinfold/pinfold run --mode elevated -- python3 -c 'import socket; socket.socket(socket.AF_UNIX).connect(\"/run/pinfold/broker.sock\")'");
        Assert.NotEqual(0, inside.Status);
        Assert.Contains("No such file or directory", inside.Error, StringComparison.Ordinal);
        Assert.Contains("FileNotFoundError", inside.Error, StringComparison.Ordinal);
        // A plan that shows the host's /run again: the socket is there, and its server refuses.
        var shown = elevated.Python("ada", """
            fence = before(ops(plan()), 'ReadOnlyRoot', op('Grab', 1, text='/run/pinfold'))
            grabs = sum(1 for o in fence if o[0] == 'Grab') - 1
            fence = before(fence, 'DropCapabilities', op('Place', grabs, 0, text='/tmp/pinfold'))
            print(run(command(fence, '/usr/bin/python3', '-c', 'import socket; s = socket.socket(socket.AF_UNIX); s.connect("/tmp/pinfold/broker.sock"); s.sendall(bytes([0,0,0,0,1,0,1,0])); print(s.recv(999)[8:])'))[0].splitlines()[-1])
            """);
        Assert.True(shown.Contains("asks for no other", StringComparison.Ordinal) || shown.Contains("Permission",
            StringComparison.Ordinal) || shown.Contains("refused", StringComparison.Ordinal),
            shown);
    }
}
