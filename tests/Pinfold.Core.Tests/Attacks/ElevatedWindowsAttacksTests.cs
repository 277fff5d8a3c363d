using Pinfold.Core.Attacks;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

public sealed class ElevatedWindowsAttacksTests
{
    [Fact]
    public void Names_are_their_own_and_not_those_of_the_unelevated_list()
    {
        var names = ElevatedWindowsAttacks.All.Concat(WindowsAttacks.All).Select(a => a.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ElevatedWindowsAttacks.All, a => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", a.Name));
    }

    [Fact]
    public void Each_says_what_it_gains_and_what_is_checked_from_outside() => Assert.All(ElevatedWindowsAttacks.All, a =>
    {
        Assert.NotEmpty(a.Gain);
        Assert.NotEmpty(a.Effect);
    });

    /// <summary>The gaps of docs/security/windows-elevated.md are in the list, as open.</summary>
    [Fact]
    public void What_is_not_promised_is_named_as_a_gap() =>
        Assert.Equal(["for-others-bits", "for-others-dns-client", "for-others-smb", "for-others-webdav"], ElevatedWindowsAttacks.All.Where(a => a.Gap is not null).Select(a => a.Name).Order(StringComparer.Ordinal), StringComparer.Ordinal);
}
