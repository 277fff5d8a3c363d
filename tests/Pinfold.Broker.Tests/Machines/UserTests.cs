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
    public void A_user_repairs_the_firewall_without_a_prompt()
    {
        elevated.Sh("root", "nft delete table inet pinfold");
        elevated.Sh("ada", "/opt/pinfold/pinfold doctor --fix 2>&1 | grep -q 'as they were set up'");
        elevated.Sh("root", "nft list table inet pinfold >/dev/null");
    }
}
