using Pinfold.Cli.Tests.Fixture;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Running;

/// <summary>
/// <c>pinfold shell</c> on a terminal that script(1) makes; its terminal itself is tested beside its code.
/// </summary>
public sealed class ShellTests(Account account)
{
    [Fact]
    public void A_shell_runs_inside_and_its_status_is_passed_on()
    {
        var place = new Place(account);
        place.Output("printf 'echo $((6*7)) > out; tty >> out; echo x > %s/outside\\nexit 3\\n' .. | script -qec \"SHELL=/bin/sh $PINFOLD shell; echo \\$? > status\" /dev/null > screen; cat status");
        Assert.Equal("3\n", File.ReadAllText(place.Workspace + "/status"));
        Assert.Equal("42\n/dev/console\n", File.ReadAllText(place.Workspace + "/out")); // its own terminal, bound there
        Assert.False(File.Exists(place.Folder + "/outside"));
        Assert.Contains("Read-only file system", File.ReadAllText(place.Workspace + "/screen"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_made_is_audited()
    {
        var place = new Place(account);
        place.Output(
            "printf 'mkdir -p a/.vscode\\nexit\\n' | script -qec \"SHELL=/bin/sh $PINFOLD shell\" /dev/null > screen");
        Assert.Contains("quarantined: a/.vscode", File.ReadAllText(place.Workspace + "/screen"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_terminal_it_says_what_to_do()
    {
        var outcome = new Place(account).Shell("pinfold shell < /dev/null");
        Assert.Equal(125, outcome.Status);
        Assert.Contains("without one: pinfold run -- ", outcome.Error, StringComparison.Ordinal);
    }
}
