using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>Root works for a caller: it opens, makes and runs what the caller could, and nothing else.</summary>
[Collection(ElevatedCollection.Name)]
public sealed class DeputyTests(Elevated elevated)
{
    /// <summary>
    /// Shows <c>path</c> at /tmp/shown in a fence of the caller's, and reads in it; the errno of the step that failed,
    /// or the output.
    /// </summary>
    private const string Show = """
        def show(path, read='cat /tmp/shown; cat /tmp/shown/*'):
            fence = before(ops(plan()), 'ReadOnlyRoot', op('Grab', 1, text=path))
            fence = before(fence, 'DropCapabilities', op('Place', sum(1 for o in fence if o[0] == 'Grab') - 1, 0, text='/tmp/shown'))
            output, status, records = run(command(fence, '/bin/sh', '-c', read))
            failed = [os.strerror(r[2]) for r in records if r[0] == 1]
            return failed[0] if failed else output

        """;

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_is_opened_with_the_callers_rights()
    {
        elevated.Sh("root", """
            mkdir -p /root/deep /srv/team /srv/open && chmod 700 /root && echo roots > /root/deep/file && echo teams > /srv/team/file && chgrp team /srv/team && chmod 770 /srv/team && chmod 644 /srv/team/file
            echo open > /srv/open/file; ln -sfn /home/bob/private /home/ada/to-bob; ln -sfn /home/ada/private /home/ada/to-own; ln -sfn /root /srv/open/to-root
            """);
        var output = elevated.Python("ada", Show + """
            print(show('/home/ada/private', 'cat /tmp/shown/file').strip())
            for path in ('/home/bob/private', '/home/bob/private/file', '/root/deep', '/root/deep/file', '/home/ada/to-bob/file', '/home/ada/to-own/file', '/srv/open/to-root/deep', '/proc/1/root/root', '/proc/self/root'):
                print(show(path))
            """);
        Assert.Equal("""
            secret
            Permission denied
            Permission denied
            Permission denied
            Permission denied
            Too many levels of symbolic links
            Too many levels of symbolic links
            Too many levels of symbolic links
            Too many levels of symbolic links
            Too many levels of symbolic links
            """, output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Supplementary_groups_open_what_they_open_outside_and_the_command_has_none_of_them()
    {
        elevated.Sh("root", "mkdir -p /srv/group/inner && echo teams > /srv/group/inner/file && chgrp team /srv/group && chmod 750 /srv/group");
        Assert.Equal("teams", elevated.Sh("ada", "cat /srv/group/inner/file").Trim());
        Assert.Equal("teams",
            elevated.Python("ada", Show + "print(show('/srv/group/inner', 'cat /tmp/shown/file').strip())"));
        Assert.Equal("Permission denied", elevated.Python("bob", Show + "print(show('/srv/group/inner'))"));
        Assert.Equal("Permission denied", elevated.Machine.Shell("root",
            $"setpriv --reuid ada --regid ada --clear-groups env HOME=/home/ada python3 {elevated.Script(Show + "print(show('/srv/group/inner'))")}")
            .Output.Trim());
        Assert.Equal("Groups:", elevated.Python("ada",
            "print(run(command(ops(plan()), '/bin/grep', 'Groups', '/proc/self/status'))[0].strip())"));
        Assert.Contains("Permission denied",
            elevated.Python("ada", "print(run(command(ops(plan()), '/bin/ls', '/srv/group/inner'))[0])"),
            StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Placeholders_are_made_where_the_caller_may_and_by_the_caller()
    {
        var output = elevated.Python("ada", """
            for path in ('/etc/made', '/home/bob/ws/taken', '/root/made', '/usr/made'):
                output, status, records = run(before(command(ops(plan()), '/bin/true'), 'CreateNamespaces', op('Placeholder', text=path)))
                print([os.strerror(r[2]) for r in records if r[0] == 1])
            s = Session(before(command(ops(plan()), '/bin/cat'), 'CreateNamespaces', op('Placeholder', text='/home/ada/ws/taken')), streams=[os.pipe()[0]] + [os.open('/dev/null', 1)] * 2)
            s.until(APPLIED)
            print(os.stat('/home/ada/ws/taken').st_uid == os.getuid(), oct(os.stat('/home/ada/ws/taken').st_mode))
            s.kill()
            s.end()
            print(os.path.exists('/home/ada/ws/taken'))
            """);
        Assert.Equal("['Permission denied']\n['Permission denied']\n['Permission denied']\n['Permission denied']\nTrue 0o41555\nFalse", output);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_runs_after_a_killed_caller_is_the_caller_and_nothing_more()
    {
        elevated.Sh("root", "rm -f /opt/plans/after; mkfifo -m 666 /opt/plans/after");
        var script = elevated.Script("""
            fence = command(ops(plan()), '/bin/sleep', '1000')
            script = "(grep -E '^(Uid|Gid|Groups|Cap(Inh|Prm|Eff|Amb))' /proc/self/status; ls /proc/self/fd | wc -l; cat /root/deep/file 2>&1; umask) > /opt/plans/after"
            s = Session(fence + [op('Afterwards', text='/bin/sh')] + [op('AfterwardsArgument', text=a) for a in ('sh', '-c', script)], umask=0o27)
            s.until(APPLIED)
            os.kill(os.getpid(), signal.SIGKILL)
            """);
        using var client = elevated.Machine.Start("ada", "python3", script);
        var after = elevated.Sh("root", "cat /opt/plans/after").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        client.WaitForExit();
        string uid = elevated.Sh("ada", "id -u").Trim(), gid = elevated.Sh("ada", "id -g").Trim();
        Assert.Equal($"Uid:\t{uid}\t{uid}\t{uid}\t{uid}", after[0]);
        Assert.Equal($"Gid:\t{gid}\t{gid}\t{gid}\t{gid}", after[1]);
        Assert.Equal(
            elevated.Sh("ada", "id -G").Split(' ', '\n').Where(g => g.Length > 0).Order(StringComparer.Ordinal),
            after[2]["Groups:".Length..].Split(' ', '\t').Where(g => g.Length > 0).Order(StringComparer.Ordinal));
        Assert.All(after[3..7], line => Assert.EndsWith("\t0000000000000000", line, StringComparison.Ordinal));
        Assert.Equal("0027", after[^1]);
        Assert.Contains("Permission denied", after[^2], StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void An_own_terminal_gives_no_other_device_to_the_account()
    {
        elevated.Sh("root",
            "rm -f /opt/plans/device && mknod -m 600 /opt/plans/device c 1 3 && chown ada /opt/plans/device");
        elevated.Python("ada", "device = os.open('/opt/plans/device', os.O_RDWR)\nrun(command(ops(plan()), '/bin/true', terminal=1), streams=[device] * 3)");
        Assert.Equal("ada", elevated.Sh("root", "stat -c %U /opt/plans/device").Trim());
    }
}
