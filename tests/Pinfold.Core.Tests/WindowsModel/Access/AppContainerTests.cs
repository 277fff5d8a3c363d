using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

/// <summary><i>Windows Security Internals</i>, chapter 7, "Lowbox Tokens".</summary>
public sealed class AppContainerTests
{
    private static readonly Sid Package = Sid.Parse("S-1-15-2-1-2-3-4-5-6-7");
    private static readonly Sid Capability = Sid.Parse("S-1-15-3-1");
    private static readonly Token Contained = AppContainerTokens.Create(Tokens.User, Package, Capability);

    [Fact]
    public void Both_the_user_and_the_package_must_be_allowed()
    {
        Assert.False(Contained.Gets("D:(A;;FA;;;WD)", FileRights.ReadData));
        Assert.False(Contained.Gets($"D:(A;;FA;;;{Package})", FileRights.ReadData));
        foreach (var sid in (string[])[Package.ToString(), Capability.ToString(), "AC", "S-1-15-2-2"])
            Assert.True(Contained.Gets($"D:(A;;FA;;;WD)(A;;FR;;;{sid})", FileRights.ReadData));
        Assert.False(Contained.Gets($"D:(A;;FA;;;WD)(A;;FR;;;{Package})", FileRights.WriteData));
    }

    [Fact]
    public void A_less_privileged_one_is_not_among_all_packages()
    {
        var less = Contained with { IsLessPrivilegedAppContainer = true };
        Assert.False(less.Gets("D:(A;;FA;;;WD)(A;;FA;;;AC)", FileRights.ReadData));
        Assert.True(less.Gets("D:(A;;FA;;;WD)(A;;FA;;;S-1-15-2-2)", FileRights.ReadData));
    }

    [Fact]
    public void A_capability_that_is_not_enabled_is_none()
    {
        var disabled = Contained with { Capabilities = [new(Capability, GroupAttributes.None)] };
        Assert.False(disabled.Gets($"D:(A;;FA;;;WD)(A;;FA;;;{Capability})", FileRights.ReadData));
    }

    [Fact]
    public void Entries_that_deny_a_package_do_nothing() =>
        Assert.True(Contained.Gets($"D:(D;;FA;;;{Package})(A;;FA;;;WD)(A;;FA;;;AC)", FileRights.ReadData));

    [Fact]
    public void A_null_DACL_and_being_the_owner_are_not_enough()
    {
        Assert.False(Contained.Gets("D:NO_ACCESS_CONTROL", FileRights.ReadData));
        Assert.Equal(AccessStatus.AccessDenied,
            Contained.Check("D:NO_ACCESS_CONTROL", AccessMask.MaximumAllowed).Status);
        Assert.False(Contained.Gets($"O:{Tokens.Alice}D:", AccessMask.WriteDac));
        Assert.True(Contained.Gets($"O:{Tokens.Alice}D:(A;;WD;;;{Package})", AccessMask.WriteDac));
    }

    [Fact]
    public void Its_low_level_does_not_count_up_to_medium()
    {
        Assert.True(Contained.Gets("D:(A;;FA;;;WD)(A;;FA;;;AC)", FileRights.WriteData));
        Assert.False(Contained.Gets("D:(A;;FA;;;WD)(A;;FA;;;AC)S:(ML;;NW;;;HI)", FileRights.WriteData));
        Assert.False((Tokens.User with { IntegrityLevel = WellKnownSids.Low })
            .Gets("D:(A;;FA;;;WD)(A;;FA;;;AC)", FileRights.WriteData));
    }

    [Fact]
    public void Maximum_is_what_both_allow() =>
        Assert.Equal(0x120089u, Contained.Check("D:(A;;FA;;;WD)(A;;FR;;;AC)", AccessMask.MaximumAllowed).Granted.Value);

    [Fact]
    public void The_default_DACL_lets_the_package_in_and_other_SIDs_are_refused()
    {
        Assert.Equal(Package, Contained.DefaultDacl!.Aces[^1].Sid);
        Assert.Throws<ArgumentException>(() => AppContainerTokens.Create(Tokens.User, Tokens.Alice));
        Assert.Throws<ArgumentException>(() => AppContainerTokens.Create(Tokens.User, Package, Tokens.Alice));
    }
}
