using Pinfold.Cli.Tests.Fixture;
using Xunit;

namespace Pinfold.Broker.Tests.Machines;

/// <summary>What an ordinary user can ask of the broker, by the command line.</summary>
[Collection(ElevatedCollection.Name)]
public sealed class UserTests(Elevated elevated)
{
    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void Release_ends_the_users_own_commands_and_nobody_elses()
    {
        var output = elevated.Sh("ada", """
            cd ~/ws && mkfifo ~/one ~/two
            for pipe in one two; do /opt/pinfold/pinfold run --mode elevated -- sh -c 'echo here; exec sleep 1000' > ~/$pipe 2> ~/$pipe.error & done
            read -r _ < ~/one; read -r _ < ~/two
            /opt/pinfold/pinfold doctor --mode elevated | grep -o '[0-9]* of your commands run'
            /opt/pinfold/pinfold release
            wait
            /opt/pinfold/pinfold release
            """);
        Assert.Equal("2 of your commands run\n2 commands were told to end\n0 commands were told to end\n", output);
        Assert.Equal("0 commands were told to end\n", elevated.Sh("bob", "/opt/pinfold/pinfold release"));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void What_a_user_makes_after_a_launch_that_the_broker_refused_stays()
    {
        elevated.Sh("ada", $"{Elevated.Run} -- true");
        var refused = elevated.Machine.Shell("ada", $"{Elevated.Run} --write /var/lib -- true");
        Assert.Equal(125, refused.Status);
        Assert.Contains("the broker refused", refused.Error, StringComparison.Ordinal);
        elevated.Sh("ada", "cd ~/ws && mkdir -p mine/.vscode && echo {} > mine/.vscode/tasks.json");
        var next = elevated.Machine.Shell("ada", $"{Elevated.Run} -- true");
        Assert.Equal((0, ""), (next.Status, next.Error));
        elevated.Sh("ada", "cat ~/ws/mine/.vscode/tasks.json && rm -r ~/ws/mine");
    }

    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("userdel pinfold-offline")]
    [InlineData("usermod -s /bin/bash pinfold-offline")]
    public void An_account_that_is_gone_or_changed_is_back_with_the_launch_of_a_user(string damage)
    {
        const string Line = "getent passwd pinfold-offline";
        var before = elevated.Sh("root", Line);
        elevated.Sh("root", damage);
        Assert.NotEqual(before, elevated.Machine.Shell("root", Line).Output, StringComparer.Ordinal);
        Assert.Equal("pinfold-offline\n", elevated.Sh("ada", $"{Elevated.Run} -- id -un"));
        Assert.Equal(before, elevated.Sh("root", Line));
    }

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_command_has_the_limit_of_open_files_that_it_would_have_without_the_broker() =>
        Assert.Equal("1024\n", elevated.Sh("ada", $"{Elevated.Run} -- sh -c 'ulimit -Sn'"));

    [Fact(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    public void A_repair_of_what_stands_costs_the_others_nothing()
    {
        elevated.Sh("root", """
            cp /usr/sbin/nft /opt/scripts/nft
            printf '#!/bin/sh\necho called >> /opt/scripts/called\nexec /opt/scripts/nft "$@"\n' > /opt/scripts/counted
            chmod 755 /opt/scripts/counted && mount --bind /opt/scripts/counted /usr/sbin/nft
            """);
        try
        {
            const string Repair = "print({ask(record(REPAIR))[0] for _ in range(20)} == {0x8002})";
            elevated.Python("ada", Repair);
            elevated.Sh("root", "rm -f /opt/scripts/called");
            Assert.Equal("True", elevated.Python("ada", Repair));
            Assert.Equal("", elevated.Sh("root", "cat /opt/scripts/called 2> /dev/null || :"));
            // the control: whoever puts it back calls it, the repair or what watches the filter
            elevated.Sh("root", "/opt/scripts/nft delete table inet pinfold");
            Assert.Equal("True", elevated.Python("ada", Repair));
            elevated.Sh("root", "grep -q called /opt/scripts/called");
        }
        finally
        {
            elevated.Sh("root", "umount /usr/sbin/nft");
        }
    }

    /// <summary>
    /// The broker stands still until it is asked, since it watches the filter itself; of the accounts it looks at each
    /// launch and repair alone.
    /// </summary>
    [Theory(Skip = Elevated.NeedsRoot, SkipUnless = nameof(Machine.CanBeMade), SkipType = typeof(Machine))]
    [InlineData("nft delete table inet pinfold", "nft list table inet pinfold")]
    [InlineData("usermod -s /bin/bash pinfold-online", "getent passwd pinfold-online")]
    public void A_user_repairs_the_firewall_and_the_accounts_without_a_prompt(string damage, string look)
    {
        var before = elevated.Sh("root", look);
        elevated.Sh("root", $"kill -STOP {elevated.Broker}; {damage}");
        using var repair = elevated.Machine.Start("ada", "/bin/bash", "-c",
            "/opt/pinfold/pinfold doctor --fix > /opt/plans/said 2>&1");
        try
        {
            elevated.Sh("root", "until [ $(grep -c /run/pinfold/broker.sock /proc/net/unix) -gt 1 ]; do :; done");
            Assert.NotEqual(before, elevated.Machine.Shell("root", look).Output, StringComparer.Ordinal); // the control
        }
        finally
        {
            elevated.Sh("root", $"kill -CONT {elevated.Broker}");
        }

        repair.WaitForExit();
        Assert.Contains("as they were set up", elevated.Sh("root", "cat /opt/plans/said"), StringComparison.Ordinal);
        Assert.Equal(before, elevated.Sh("root", look));
    }
}
