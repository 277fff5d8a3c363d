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

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("mv /opt/checkouts/ada /opt/checkouts/moved", "/opt/checkouts/ada is gone or another folder by now")]
    [InlineData("ln /opt/checkouts/ada/made /opt/checkouts/further", "1 files in /opt/checkouts/ada stay with uid")]
    public void What_cannot_be_taken_back_is_named_by_the_proof_also_when_uninstall_was_killed(string change, string named)
    {
        using var elevated = new Elevated();
        elevated.Sh("root", "mkdir -p /opt/checkouts/ada && chown ada:ada /opt/checkouts/ada && chmod 700 /opt/checkouts/ada");
        elevated.Sh("ada", "cd /opt/checkouts/ada && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo made > made'");
        elevated.Sh("root", change);
        // Killed before the last of the ledger's changes: the folder's turn is over.
        var left = elevated.Sh("root", """
            entries=$(grep -c '"state":"Intended"' /var/lib/pinfold/ledger)
            strace -qq -o /dev/null -P /var/lib/pinfold/ledger -e trace=write -e inject=write:signal=KILL:when=$((2 * entries - 1)) /opt/pinfold/pinfold uninstall --yes > /dev/null || true
            echo $((entries - $(grep -c '"state":"Undone"' /var/lib/pinfold/ledger)))
            """);
        Assert.Equal("1\n", left);
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains($"differs    {named}", proof.Output, StringComparison.Ordinal);
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
