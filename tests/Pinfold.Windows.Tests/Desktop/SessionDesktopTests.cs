using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Desktop;
using Pinfold.Windows.Native;
using Xunit;

namespace Pinfold.Windows.Tests.Desktop;

/// <summary>Level of evidence: Wine, which makes desktops and does not enforce their access lists.</summary>
public sealed class SessionDesktopTests
{
    private static readonly SecurityDescriptor Everybody = SecurityDescriptor.Parse("D:P(A;;0xf037f;;;SY)(A;;0xf037f;;;WD)");

    [WindowsFact]
    public void A_session_has_a_desktop_of_its_own_and_pinfold_stays_where_it_was()
    {
        var before = User32.OwnStation();
        using var desktop = SessionDesktop.Create(Everybody, "pinfold", SecurityDescriptor.Parse("D:P(A;;0xf01ff;;;SY)(A;;0xf01ff;;;WD)"));
        Assert.EndsWith(@"\pinfold", desktop.Name, StringComparison.Ordinal);
        Assert.False(desktop.Name.StartsWith(@"WinSta0\", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(before, User32.OwnStation());
    }
}
