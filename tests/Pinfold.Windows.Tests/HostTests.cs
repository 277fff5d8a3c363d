using Xunit;

namespace Pinfold.Windows.Tests;

/// <summary>Where these tests run: what a pass is worth depends on it.</summary>
public sealed class HostTests
{
    [WindowsFact]
    public void The_version_is_one_that_has_ConPTY() =>
        Assert.True(OperatingSystem.IsWindowsVersionAtLeast(10, 0, 17763));

    [RealWindowsFact("has no kernel of Windows")]
    public void Wine_is_not_taken_for_Windows() => Assert.Null(WineVersion.Current);
}
