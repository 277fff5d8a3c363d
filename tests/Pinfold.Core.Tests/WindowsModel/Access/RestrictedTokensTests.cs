using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

public sealed class RestrictedTokensTests
{
    [Fact]
    public void DISABLE_MAX_PRIVILEGE_leaves_change_notify() => Assert.Equal(
        Privileges.ChangeNotify,
        RestrictedTokens.Create(Tokens.Administrator, RestrictedTokenFlags.DisableMaxPrivilege).Privileges);

    [Fact]
    public void Named_privileges_are_deleted_and_no_longer_enabled()
    {
        var token = RestrictedTokens.Create(Tokens.Administrator, RestrictedTokenFlags.None,
            privilegesToDelete: Privileges.Impersonate
            | Privileges.Debug);
        Assert.False(token.HasEnabled(Privileges.Impersonate));
        Assert.True(token.HasEnabled(Privileges.CreateGlobal));
        Assert.Equal(Privileges.All & ~(Privileges.Impersonate | Privileges.Debug), token.Privileges);
    }

    [Fact]
    public void LUA_TOKEN_makes_an_ordinary_user_of_an_administrator()
    {
        var token = RestrictedTokens.Create(Tokens.Administrator, RestrictedTokenFlags.LuaToken);
        Assert.True(token.Groups.Single(g => g.Sid == WellKnownSids.Administrators).IsDenyOnly);
        Assert.True(token.Groups.Single(g => g.Sid == WellKnownSids.Users).IsEnabled);
        Assert.Equal(Tokens.User.Privileges, token.Privileges);
        Assert.Equal(Tokens.Alice, token.Owner);
        Assert.Equal(WellKnownSids.Medium, token.IntegrityLevel);
        Assert.Equal(WellKnownSids.Low, RestrictedTokens.Create(Tokens.User with { IntegrityLevel = WellKnownSids.Low },
            RestrictedTokenFlags.LuaToken).IntegrityLevel);
    }

    [Fact]
    public void Disabled_SIDs_are_for_deny_only_the_account_too()
    {
        var token = RestrictedTokens.Create(Tokens.User, RestrictedTokenFlags.SandboxInert,
            sidsToDisable: [Tokens.Alice,
                WellKnownSids.Users, Tokens.Bob]);
        Assert.True(token.IsUserDenyOnly && token.IsSandboxInert);
        Assert.True(token.Groups.Single(g => g.Sid == WellKnownSids.Users).IsDenyOnly);
        Assert.False(token.Gets($"D:(A;;FA;;;{Tokens.Alice})(A;;FA;;;BU)", 1));
        Assert.True(token.Gets("D:(A;;FA;;;WD)", 1));
        Assert.False(token.Gets($"D:(D;;FA;;;{Tokens.Alice})(A;;FA;;;WD)", 1));
    }

    [Fact]
    public void Restricting_again_only_narrows()
    {
        var once = RestrictedTokens.Create(Tokens.User, RestrictedTokenFlags.None,
            restrictingSids: [Tokens.Root, WellKnownSids.Everyone,
                Tokens.Root]);
        Assert.Equal(2, once.RestrictingSids.Length);
        var twice = RestrictedTokens.Create(once, RestrictedTokenFlags.WriteRestricted,
            restrictingSids: [Tokens.Root, Tokens.Alice]);
        Assert.Equal([Tokens.Root], twice.RestrictingSids);
        Assert.False(twice.IsWriteRestricted);
        var none = RestrictedTokens.Create(once, RestrictedTokenFlags.None, restrictingSids: [Tokens.Alice]);
        Assert.True(none.IsRestricted);
        Assert.False(none.Gets($"D:(A;;FA;;;WD)(A;;FA;;;{Tokens.Alice})(A;;FA;;;{Tokens.Root})", 1));
        Assert.Equal(once.RestrictingSids,
            RestrictedTokens.Create(once, RestrictedTokenFlags.LuaToken).RestrictingSids);
    }

    [Fact]
    public void A_token_knows_its_session()
    {
        Assert.Equal(Tokens.Logon, Tokens.User.LogonSid);
        Assert.Null(new Token(Tokens.Alice).LogonSid);
        Assert.True(Tokens.WriteRestricted is { IsRestricted: true, IsWriteRestricted: true, IsAppContainer: false });
        Assert.True(new TokenGroup(Tokens.Bob).IsEnabled);
    }
}
