using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>A checkout on a file system that cannot be idmapped: the account is let in by access list, and nothing of it stays after uninstall.</summary>
public sealed class AccessListTests
{
    /// <summary>What the command committed stays, and is the user's: it is looked at apart.</summary>
    private const string State = "find /opt/checkouts -not -path '*/.git/*' -printf '%p %y %m %u %g\\n' | sort; find /opt/checkouts -not -path '*/.git/*' -not -type l | sort | xargs getfacl -p";

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void The_account_works_there_as_the_user_does_and_uninstall_gives_the_lists_back()
    {
        using var elevated = new Elevated(); // /opt of a machine is an overlay
        elevated.Sh("root", """
            mkdir -p /opt/checkouts/ada && chown ada:ada /opt/checkouts/ada && chmod 700 /opt/checkouts/ada
            """);
        elevated.Sh("ada", """
            mkdir -p /opt/checkouts/ada/ws/sub && cd /opt/checkouts/ada/ws && git init -q . && echo a > a && echo b > sub/b && echo '#!/bin/sh' > run
            chmod 600 a && chmod 750 sub && chmod 755 run && ln -s a link && setfacl -m u:bob:r sub/b
            """);
        var before = elevated.Sh("root", State);
        var output = elevated.Sh("ada", """
            cd /opt/checkouts/ada/ws
            /opt/pinfold/pinfold plan --mode elevated | grep -c 'by access list: '
            /opt/pinfold/pinfold run --mode elevated -- sh -c 'cat a sub/b; ./run && echo new > new && mkdir made && echo x > made/x && echo changed >> a && git add a && git -c user.name=a -c user.email=a@b commit -qm one && git log --format=%s'
            cat new a made/x; echo mine >> new; rm -r made
            getfacl -cp sub/b | grep bob
            """);
        Assert.Equal("""
            2
            a
            b
            one
            new
            a
            changed
            x
            user:bob:r--

            """, output);
        Assert.NotEqual(before, elevated.Sh("root", State), StringComparer.Ordinal);
        elevated.Sh("root", "/opt/pinfold/pinfold uninstall --yes && rm /opt/checkouts/ada/ws/new");
        Assert.Equal(before, elevated.Sh("root", State));
        Assert.Equal("", elevated.Sh("root", "find /opt/checkouts/ada -not -user ada -o -not -group ada; getfacl -R -s -p /opt/checkouts/ada/ws/.git"));
    }

    /// <summary>Ada's folder is let in, and the command made a file in it; then <paramref name="change"/>, as root.</summary>
    private static Elevated Granted(string change)
    {
        var elevated = new Elevated();
        elevated.Sh("root", "mkdir -p /opt/checkouts/ada && chown ada:ada /opt/checkouts/ada && chmod 700 /opt/checkouts/ada");
        elevated.Sh("ada", "cd /opt/checkouts/ada && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo made > made'");
        elevated.Sh("root", change);
        return elevated;
    }

    /// <summary>Uninstall is killed before it writes a record: with 2n + 1, the first n changes are taken back, and the next is about to be.</summary>
    private static void KillUninstall(Elevated elevated, string record) => elevated.Sh("root", $"""
        entries=$(grep -c '"kind"' /var/lib/pinfold/ledger)
        before=$(grep -cE '"kind":"(StartService|EnableUnit|AddAccount)"' /var/lib/pinfold/ledger)
        strace -qq -o /dev/null -P /var/lib/pinfold/ledger -e trace=write -e inject=write:signal=KILL:when=$(({record})) /opt/pinfold/pinfold uninstall --yes > /dev/null && exit 1
        test $(grep -c '"state":"Undone"' /var/lib/pinfold/ledger) = $((({record}) / 2))
        """);

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("ln /opt/checkouts/ada/made /opt/checkouts/further", "1 files in /opt/checkouts/ada stay with uid")]
    [InlineData("ln /opt/checkouts/ada/made /opt/checkouts/further; mv /opt/checkouts/ada /opt/moved", "1 files in what was /opt/checkouts/ada stay with uid")]
    public void What_cannot_be_taken_back_is_named_by_the_proof_also_when_uninstall_was_killed(string change, string named)
    {
        using var elevated = Granted(change);
        KillUninstall(elevated, "2 * entries - 1"); // the folder's turn is over
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains($"differs    {named}", proof.Output, StringComparison.Ordinal);
    }

    /// <summary>The account is gone before the folder's turn, and somebody may get its uid.</summary>
    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("2 * before + 1", "eve\neve\n")]
    [InlineData("2 * entries - 1", "ada\neve\n")]
    public void A_file_of_an_account_that_got_the_uid_after_uninstall_was_killed_stays_theirs(string record, string owners)
    {
        using var elevated = Granted("");
        KillUninstall(elevated, record);
        elevated.Sh("root", $"useradd --no-log-init --no-create-home --uid {elevated.Offline} eve && echo theirs > /opt/checkouts/ada/theirs && chown eve /opt/checkouts/ada/theirs");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains($"stay with uid {elevated.Offline}: it is the account eve by now and they may be eve's", proof.Output, StringComparison.Ordinal);
        Assert.Equal(owners, elevated.Sh("root", "cd /opt/checkouts/ada && stat -c '%U' made theirs"));
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("rm -r /opt/checkouts/ada")]
    [InlineData("rm -r /opt/checkouts/ada && mkdir -m 700 /opt/checkouts/ada && chown ada:ada /opt/checkouts/ada")]
    [InlineData("mv /opt/checkouts/ada '/opt/checkouts/moved away' && mkdir /opt/checkouts/ada")]
    [InlineData("mkdir /opt/deep && mv /opt/checkouts/ada /opt/deep/ada && mount -t tmpfs over /opt/deep")]
    public void A_folder_that_was_deleted_counts_as_clean_and_one_that_was_moved_is_found_and_taken_back(string change)
    {
        using var elevated = Granted(change);
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        elevated.Sh("root", "umount /opt/deep 2> /dev/null || :");
        Assert.Equal("", elevated.Sh("root", $"getfacl -R -s -p -n /opt/checkouts /opt/deep 2> /dev/null || :; find /opt -user {elevated.Offline}"));
        Assert.True(proof.Status == 0 || change.Contains("mount", StringComparison.Ordinal), proof.Output);
        Assert.DoesNotContain("differs    /opt", proof.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_on_a_file_system_that_is_gone_is_named_with_the_reason()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", """
            mkdir /run/l /run/u /run/w /opt/disk
            mount -t overlay -o lowerdir=/run/l,upperdir=/run/u,workdir=/run/w overlay /opt/disk
            mkdir -m 700 /opt/disk/ada && chown ada:ada /opt/disk/ada
            """);
        elevated.Sh("ada", "cd /opt/disk/ada && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo made > made'");
        elevated.Sh("root", "umount /opt/disk");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains("differs    /opt/disk/ada is not there any more, and whether it was deleted or moved cannot be known: its file system (device ", proof.Output, StringComparison.Ordinal);
        Assert.Contains(") is not mounted, or not as a whole", proof.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Another_users_command_of_the_same_account_is_not_let_in()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", "for u in ada bob; do mkdir -p /opt/checkouts/$u && chown $u:$u /opt/checkouts/$u && chmod 700 /opt/checkouts/$u; done");
        elevated.Sh("ada", "mkdir /opt/checkouts/ada/ws && cd /opt/checkouts/ada/ws && echo hers > a && chmod 600 a && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo made > made'");
        elevated.Sh("bob", "mkdir /opt/checkouts/bob/ws && echo his > /opt/checkouts/bob/ws/a");
        const string Read = "/opt/pinfold/pinfold run --mode elevated {0} -- sh -c 'id -G; cat a; cat /opt/checkouts/ada/ws/a /opt/checkouts/ada/ws/made; ls /opt/checkouts/ada/ws; :' 2>/dev/null";
        string Reads(string user, string options) => elevated.Sh(user, $"cd /opt/checkouts/{user}/ws && {Read.Replace("{0}", options, StringComparison.Ordinal)}");
        foreach (var (account, options) in ((string, string)[])[("pinfold-offline", ""), ("pinfold-online", "--network online")])
        {
            Assert.Contains("\nhers\nhers\nmade\na\nmade\n", Reads("ada", options), StringComparison.Ordinal);
            Assert.Matches("^[0-9]+ [0-9]+\nhis\n$", Reads("bob", options));
            elevated.Sh("root", $"setfacl -m u:{account}:rx /opt/checkouts/ada /opt/checkouts/ada/ws; setfacl -m u:{account}:r /opt/checkouts/ada/ws/a"); // the control
            Assert.Contains("\nhis\nhers\n", Reads("bob", options), StringComparison.Ordinal);
            elevated.Sh("root", $"setfacl -x u:{account} /opt/checkouts/ada /opt/checkouts/ada/ws /opt/checkouts/ada/ws/a");
        }

        Assert.DoesNotContain(' ', elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- id -G").Trim()); // nothing is let in there
        Assert.Contains("not a folder of your own", elevated.Python("bob", "print(run([op('GrantAccess', 1, text='/opt/checkouts/ada/ws')] + command(ops(plan()), '/usr/bin/id', '-G')))"), StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_of_another_user_is_not_opened_by_access_list()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", "mkdir -p /opt/checkouts/team && chown bob:team /opt/checkouts/team && chmod 2770 /opt/checkouts/team");
        var before = elevated.Sh("root", State);
        var outcome = elevated.Machine.Shell("ada", "cd /opt/checkouts/team && /opt/pinfold/pinfold run --mode elevated -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("not a folder of your own", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, elevated.Sh("root", State));
    }
}
