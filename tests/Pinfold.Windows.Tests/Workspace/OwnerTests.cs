using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Windows.Workspace;
using Xunit;

namespace Pinfold.Windows.Tests.Workspace;

/// <summary>Whose git directories are taken for the user's.</summary>
public sealed class OwnerTests
{
    private static readonly Token Standard = FreshWindows11.User, Elevated = Standard with
    {
        Groups =
            [.. Standard.Groups.Where(g => g.Sid != WellKnownSids.Administrators), new(WellKnownSids.Administrators)],
    };

    [Fact]
    public void The_user_owns_what_is_the_users() =>
        Assert.All((Token[])[Standard, Elevated], t => Assert.True(AuditHost.IsOwner(t, FreshWindows11.Me)));

    [Fact]
    public void An_elevated_administrator_owns_what_the_administrators_own_and_nobody_else_does()
    {
        Assert.True(AuditHost.IsOwner(Elevated, WellKnownSids.Administrators));
        // a member for deny only, as without elevation
        Assert.False(AuditHost.IsOwner(Standard, WellKnownSids.Administrators));
        Assert.False(AuditHost.IsOwner(FreshWindows11.User with { Groups = [] }, WellKnownSids.Administrators));
    }

    [Fact]
    public void No_other_group_of_the_users_and_nobody_elses_name_counts() =>
        Assert.All(
            (Sid[])[FreshWindows11.Other, WellKnownSids.Users, WellKnownSids.Everyone, WellKnownSids.LocalSystem],
            sid => Assert.False(AuditHost.IsOwner(Elevated, sid)));
}
