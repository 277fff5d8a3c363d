using Pinfold.Core.Planning.Windows;
using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Core.Tests.Planning.Windows;

public sealed class CapabilitySidTests
{
    private static readonly Sid Me = Sid.Parse("S-1-5-21-1-2-3-1001"), Other = Sid.Parse("S-1-5-21-1-2-3-1002");

    /// <summary>
    /// Published SIDs of services: TrustedInstaller's, and RpcSs's and MpsSvc's as <c>sc showsid</c> prints them.
    /// </summary>
    [Theory]
    [InlineData("TrustedInstaller", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")]
    [InlineData("trustedinstaller", "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464")]
    public void A_name_gives_the_SID_that_Windows_gives_it(string name, string sid) =>
        Assert.Equal(sid, CapabilitySid.ForName(name).ToString());

    [Fact]
    public void A_root_is_known_by_its_user_volume_and_file_alone()
    {
        var sid = CapabilitySid.ForRoot(Me, 1, 2);
        Assert.Equal(sid, CapabilitySid.ForRoot(Me, 1, 2));
        Assert.NotEqual(sid, CapabilitySid.ForRoot(Me, 1, 3));
        Assert.NotEqual(sid, CapabilitySid.ForRoot(Me, 2, 2));
        Assert.NotEqual(sid, CapabilitySid.ForRoot(Me, 1, (UInt128)2 << 64));
        Assert.NotEqual(sid, CapabilitySid.ForRoot(Other, 1, 2));
        Assert.True(sid.IsBelow(WellKnownSids.NtService));
    }

    [Fact]
    public void Each_session_has_its_own_and_no_other_user_can_name_it()
    {
        Assert.NotEqual(CapabilitySid.ForSession(Me, "a"), CapabilitySid.ForSession(Me, "b"));
        Assert.NotEqual(CapabilitySid.ForSession(Me, "a"), CapabilitySid.ForSession(Other, "a"));
        Assert.NotEqual(CapabilitySid.ForReading(Me, 1, 2), CapabilitySid.ForReading(Other, 1, 2));
    }
}
