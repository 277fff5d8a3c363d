using System.Globalization;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tests.Model;
using Pinfold.Windows.Tests.Processes;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Tokens;

/// <summary>
/// Level of evidence: Wine, which keeps groups for deny only and the loss of a named privilege, and nothing else that
/// tells tokens apart.
/// </summary>
public sealed class GivenTokenTests
{
    [WindowsFact]
    public void A_command_has_the_groups_and_the_privileges_of_the_token_that_it_is_given_and_no_others()
    {
        var own = TokenFacts.Own();
        // without them no program of Windows could be read
        Sid[] needed = [WellKnownSids.Everyone, WellKnownSids.Users];
        var group = own.Groups.First(g => g.IsEnabled && !needed.Contains(g.Sid)
            && !g.Attributes.HasFlag(GroupAttributes.LogonId)).Sid;
        var privilege = Enum.GetValues<Privileges>()
            .First(p => p is not (Privileges.None or Privileges.ChangeNotify) && own.Privileges.HasFlag(p));
        using var less = SystemMonitor.Less(group, privilege);
        var (given, held) = Reported(less);
        var (control, all) = Reported(null);
        Assert.Equal(own.Privileges, all);
        Assert.Equal(own.Privileges & ~privilege, held);
        Assert.False(IsDenyOnly(control[group]));
        Assert.True(IsDenyOnly(given[group]));
        Assert.False(given[group].HasFlag(GroupAttributes.Enabled));
        Assert.Equal(own.Groups.Select(g => g.Sid), given.Keys);
        Assert.All(given.Keys.Where(s => s != group), s => Assert.Equal(control[s], given[s]));
    }

    private static bool IsDenyOnly(GroupAttributes attributes) => attributes.HasFlag(GroupAttributes.UseForDenyOnly);

    private static (Dictionary<Sid, GroupAttributes> Groups, Privileges Privileges) Reported(TokenHandle? token)
    {
        using var bench = new Bench(Bench.Of("token"), token: token);
        var (result, output, error) = bench.Finish();
        Assert.Equal((0, ""), (result.ExitStatus, error));
        var lines = output.Split('\n');
        var groups = lines[..^1].Select(l => l.Split(' ')).ToDictionary(l => Sid.Parse(l[0]),
            l => (GroupAttributes)uint.Parse(l[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return (groups, (Privileges)ulong.Parse(lines[^1], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }
}
