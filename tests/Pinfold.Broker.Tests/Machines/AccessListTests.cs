using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>
/// A checkout on a file system that cannot be idmapped: the account is let in by access list, and nothing of it stays
/// after uninstall.
/// </summary>
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
        Assert.Equal("", elevated.Sh("root",
            "find /opt/checkouts/ada -not -user ada -o -not -group ada; getfacl -R -s -p /opt/checkouts/ada/ws/.git"));
    }

    /// <summary>
    /// Ada's folder is let in, and the command made a file in it; then <paramref name="change"/>, as root.
    /// </summary>
    private static Elevated Granted(string change)
    {
        var elevated = new Elevated();
        elevated.Sh("root",
            "mkdir -p /opt/checkouts/ada && chown ada:ada /opt/checkouts/ada && chmod 700 /opt/checkouts/ada");
        elevated.Sh("ada",
            "cd /opt/checkouts/ada && /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo made > made'");
        elevated.Sh("root", change);
        return elevated;
    }

    /// <summary>
    /// Uninstall is killed before it writes a record: with 2n + 1, the first n changes are taken back, and the next is
    /// about to be.
    /// </summary>
    private static void KillUninstall(Elevated elevated, string record) => elevated.Sh("root", $"""
        entries=$(grep -c '"kind"' /var/lib/pinfold/ledger)
        before=$(grep -cE '"kind":"(StartService|EnableUnit|AddAccount)"' /var/lib/pinfold/ledger)
        strace -qq -o /dev/null -P /var/lib/pinfold/ledger -e trace=write -e inject=write:signal=KILL:when=$(({record})) /opt/pinfold/pinfold uninstall --yes > /dev/null && exit 1
        test $(grep -c '"state":"Undone"' /var/lib/pinfold/ledger) = $((({record}) / 2))
        """);

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("ln /opt/checkouts/ada/made /opt/checkouts/further", "1 files in /opt/checkouts/ada stay with uid")]
    [InlineData("ln /opt/checkouts/ada/made /opt/checkouts/further; mv /opt/checkouts/ada /opt/moved",
        "1 files in what was /opt/checkouts/ada stay with uid")]
    public void What_cannot_be_taken_back_is_named_by_the_proof_also_when_uninstall_was_killed(
        string change, string named)
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
    public void A_file_of_an_account_that_got_the_uid_after_uninstall_was_killed_stays_theirs(
        string record, string owners)
    {
        using var elevated = Granted("");
        KillUninstall(elevated, record);
        elevated.Sh("root", $"useradd --no-log-init --no-create-home --uid {elevated.Offline} eve && echo theirs > /opt/checkouts/ada/theirs && chown eve /opt/checkouts/ada/theirs");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains($"stay with uid {elevated.Offline}: it is the account eve by now and they may be eve's",
            proof.Output, StringComparison.Ordinal);
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
        Assert.Equal("", elevated.Sh("root",
            $"getfacl -R -s -p -n /opt/checkouts /opt/deep 2> /dev/null || :; find /opt -user {elevated.Offline}"));
        Assert.True(proof.Status == 0 || change.Contains("mount", StringComparison.Ordinal), proof.Output);
        Assert.DoesNotContain("differs    /opt", proof.Output, StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Files_of_the_account_in_a_folder_that_was_given_to_another_user_are_not_the_first_users()
    {
        using var elevated = Granted("chown bob /opt/checkouts/ada");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        var bob = elevated.Sh("root", "id -u bob").Trim();
        Assert.Contains(
            $"differs    1 files in /opt/checkouts/ada stay with uid {elevated.Offline}: the folder is user {bob}'s by now",
            proof.Output, StringComparison.Ordinal);
        Assert.Equal($"{elevated.Offline}\n", elevated.Sh("root", "stat -c %u /opt/checkouts/ada/made"));
        Assert.Equal("", elevated.Sh("root", "getfacl -R -s -p -n /opt/checkouts"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Folders_that_were_moved_are_looked_for_in_one_walk_of_their_file_system()
    {
        using var elevated = Granted(
            "mkdir /opt/checkouts/ada2 /opt/looked-through && chown ada:ada /opt/checkouts/ada2");
        elevated.Sh("ada", "cd /opt/checkouts/ada2 && for o in offline online; do /opt/pinfold/pinfold run --mode elevated --network $o -- sh -c \"echo made > $o\"; done");
        // one within the other
        elevated.Sh("root", "mv /opt/checkouts/ada2 /opt/second && mv /opt/checkouts/ada /opt/second/first");
        elevated.Sh("root", "strace -f -qq -o /opt/plans/trace -e trace=openat2 /opt/pinfold/pinfold uninstall --prove --yes > /opt/plans/proof || :");
        Assert.Equal("", elevated.Sh("root",
            $"getfacl -R -s -p -n /opt/second; find /opt -user {elevated.Offline} -o -user {elevated.Online}; grep 'differs    .*opt' /opt/plans/proof || :"));
        Assert.Equal("1\n", elevated.Sh("root", "grep -c '\"looked-through\"' /opt/plans/trace"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_that_was_moved_is_taken_back_where_its_file_system_is_mounted_to_be_written()
    {
        using var elevated = Granted(
            "mv /opt/checkouts/ada /opt/moved && mkdir /run/again && mount --bind /opt /run/again && mount -o remount,bind,ro /opt");
        // the control
        elevated.Sh("root", "! touch /opt/file 2> /dev/null && touch /run/again/file && rm /run/again/file");
        elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--yes");
        Assert.Equal("", elevated.Sh("root", $"getfacl -R -s -p -n /opt/moved; find /opt -user {elevated.Offline}"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_damaged_record_of_a_folder_is_named_by_the_proof_also_when_setup_ran_again()
    {
        using var elevated = Granted(
            "sed -i '/GrantAccess/s/checkouts/checkoots/' /var/lib/pinfold/ledger && /opt/pinfold/pinfold setup --yes");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Matches(
            "differs    line [0-9]+ of /var/lib/pinfold/ledger was damaged .* the entries on it stay\n", proof.Output);
        Assert.NotEqual("", elevated.Sh("root", "getfacl -R -s -p -n /opt/checkouts"), StringComparer.Ordinal);
        Assert.Contains("made nothing", elevated.Sh("root", "/opt/pinfold/pinfold uninstall --yes"),
            StringComparison.Ordinal);
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
        elevated.Sh("root", "timeout 30 sh -c 'until umount /opt/disk 2> /dev/null; do :; done'");
        var proof = elevated.Machine.Run("root", "/opt/pinfold/pinfold", "uninstall", "--prove", "--yes");
        Assert.Equal(1, proof.Status);
        Assert.Contains(
            "differs    /opt/disk/ada is not there any more, and whether it was deleted or moved cannot be known: its file system (device ",
            proof.Output, StringComparison.Ordinal);
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
        string Reads(string user, string options) => elevated.Sh(user,
            $"cd /opt/checkouts/{user}/ws && {Read.Replace("{0}", options, StringComparison.Ordinal)}");
        foreach (var (account, options) in ((string, string)[])[("pinfold-offline", ""),
            ("pinfold-online", "--network online")])
        {
            Assert.Contains("\nhers\nhers\nmade\na\nmade\n", Reads("ada", options), StringComparison.Ordinal);
            Assert.Matches("^[0-9]+ [0-9]+\nhis\n$", Reads("bob", options));
            // the control
            elevated.Sh("root", $"setfacl -m u:{account}:rx /opt/checkouts/ada /opt/checkouts/ada/ws; setfacl -m u:{account}:r /opt/checkouts/ada/ws/a");
            Assert.Contains("\nhis\nhers\n", Reads("bob", options), StringComparison.Ordinal);
            elevated.Sh("root",
                $"setfacl -x u:{account} /opt/checkouts/ada /opt/checkouts/ada/ws /opt/checkouts/ada/ws/a");
        }

        // nothing is let in there
        Assert.DoesNotContain(' ',
            elevated.Sh("ada", "cd ~/ws && /opt/pinfold/pinfold run --mode elevated -- id -G").Trim());
        Assert.Contains("not a folder of your own", elevated.Python("bob",
            "print(run([op('GrantAccess', 1, text='/opt/checkouts/ada/ws')] + command(ops(plan()), '/usr/bin/id', '-G')))"),
            StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Explain_says_where_the_account_is_let_in_by_access_list_and_where_no_command_starts()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", """
            mkdir -p /opt/checkouts/ada/ws /opt/checkouts/team && chown -R ada:ada /opt/checkouts/ada && chmod 700 /opt/checkouts/ada
            chown bob:team /opt/checkouts/team && chmod 2770 /opt/checkouts/team
            """);
        string Explain(string folder, string what, string mode = "elevated") =>
            elevated.Machine.Shell("ada", $"cd {folder} && /opt/pinfold/pinfold explain {what} --mode {mode}").Output;
        foreach (var what in (string[])["read ws/file", "write ws/file"])
            Assert.Contains(
                "\nelevated mode: the file system of /opt/checkouts/ada/ws knows no idmapped mounts: the account is let in by access list, recorded in the ledger",
                Explain("/opt/checkouts/ada", $"{what} --workspace ws"), StringComparison.Ordinal);
        Assert.Contains(
            "\nelevated mode: the file system of /opt/checkouts/ada knows no idmapped mounts: the account passes through it",
            Explain("/opt/checkouts/ada", "read file --workspace ws"), StringComparison.Ordinal);
        Assert.Contains("\nelevated mode: no command starts: /opt/checkouts/team is not a folder of your own",
            Explain("/opt/checkouts/team", "write file"), StringComparison.Ordinal);
        foreach (var plain in (string[])[Explain("/home/ada/ws", "write file"),
            Explain("/home/ada/ws", "read /usr"), Explain("/opt/checkouts/ada/ws", "read file", "unelevated")])
            Assert.DoesNotContain("elevated mode:", plain, StringComparison.Ordinal);
        elevated.Sh("root", $"kill {elevated.Broker}; while [ -d /proc/{elevated.Broker} ]; do :; done");
        Assert.Contains("\nelevated mode needs Pinfold's broker, and there is none",
            Explain("/home/ada/ws", "read file"), StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_user_who_takes_the_list_off_again_and_again_does_not_make_the_ledger_grow()
    {
        using var elevated = new Elevated();
        const string Again = "cd /opt/ada && setfacl -b /opt/ada && /opt/pinfold/pinfold run --mode elevated -- id -un";
        elevated.Sh("root", "mkdir /opt/ada && chown ada:ada /opt/ada && chmod 700 /opt/ada");
        elevated.Sh("ada", Again);
        var before = elevated.Sh("root", "cat /var/lib/pinfold/ledger");
        for (var i = 0; i < 3; i++) Assert.Equal("pinfold-offline\n", elevated.Sh("ada", Again));
        Assert.Equal(before, elevated.Sh("root", "cat /var/lib/pinfold/ledger"));
        elevated.Sh("ada", "getfacl -p /opt/ada | grep -q ^group:[0-9]");
        elevated.Sh("root", "/opt/pinfold/pinfold uninstall --yes");
        Assert.Equal("", elevated.Sh("root", "getfacl -R -s -p /opt/ada"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_file_system_without_access_lists_is_named_as_the_reason()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", "mkdir /opt/ada /opt/ram && mount -t ramfs none /opt/ram && mkdir /opt/ram/l /opt/ram/u /opt/ram/w && mount -t overlay none -o lowerdir=/opt/ram/l,upperdir=/opt/ram/u,workdir=/opt/ram/w /opt/ada && chown ada:ada /opt/ada && chmod 700 /opt/ada");
        var outcome = elevated.Machine.Shell("ada", "cd /opt/ada && /opt/pinfold/pinfold run --mode elevated -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains(
            "the broker refused: /opt/ada is on a file system that knows neither idmapped mounts nor access lists",
            outcome.Error, StringComparison.Ordinal);
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void While_a_large_folder_is_let_in_the_ledger_is_free_and_another_users_folder_is_let_in()
    {
        using var elevated = new Elevated();
        elevated.Sh("root", """
            for u in ada bob; do mkdir -p /opt/$u/ws && chown -R $u:$u /opt/$u; done
            touch $(seq -f /opt/ada/ws/%g 40) && chown -R ada:ada /opt/ada
            mkfifo -m 666 /opt/plans/ended
            """);
        // Each list takes a fifth of a second: of ada's there are dozens, of bob's a few.
        using var slow = elevated.Machine.Start("root", "/bin/sh", "-c",
            $"exec strace -f -qq -p {elevated.Broker} -o /opt/plans/trace -e trace=fsetxattr -e inject=fsetxattr:delay_enter=200ms");
        elevated.Sh("root", $"until grep -q 'TracerPid:.*[1-9]' /proc/{elevated.Broker}/status; do :; done");
        using var ada = elevated.Machine.Start("ada", "/bin/bash", "-c",
            "cd /opt/ada/ws && /opt/pinfold/pinfold run --mode elevated -- true; echo $? > /opt/plans/ended");
        elevated.Sh("root", "until grep -q '/opt/ada/ws.*all' /var/lib/pinfold/ledger; do :; done; until grep -q fsetxattr /opt/plans/trace; do :; done; flock -n /var/lib/pinfold/ledger true");
        Assert.Equal("pinfold-offline\n",
            elevated.Sh("bob", "cd /opt/bob/ws && /opt/pinfold/pinfold run --mode elevated -- id -un"));
        // ada's is still under way
        Assert.NotEqual("40\n", elevated.Sh("root", "getfacl -p /opt/ada/ws/* | grep -c '^group:[0-9]'"),
            StringComparer.Ordinal);
        Assert.Equal("0\n", elevated.Sh("root", "read -r status < /opt/plans/ended; echo $status"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_folder_of_another_user_is_not_opened_by_access_list()
    {
        using var elevated = new Elevated();
        elevated.Sh("root",
            "mkdir -p /opt/checkouts/team && chown bob:team /opt/checkouts/team && chmod 2770 /opt/checkouts/team");
        var before = elevated.Sh("root", State);
        var outcome = elevated.Machine.Shell("ada",
            "cd /opt/checkouts/team && /opt/pinfold/pinfold run --mode elevated -- true");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("not a folder of your own", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, elevated.Sh("root", State));
    }
}
