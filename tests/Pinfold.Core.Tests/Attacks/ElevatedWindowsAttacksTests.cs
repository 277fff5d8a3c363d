using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Tests.Architecture;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

/// <summary>The list, not its result: none of these has run on Windows.</summary>
public sealed class ElevatedWindowsAttacksTests
{
    [Fact]
    public void Names_are_their_own_and_not_those_of_the_unelevated_list()
    {
        var names = ElevatedWindowsAttacks.All.Select(a => a.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(WindowsAttacks.All.Length + ElevatedWindowsAttacks.Own.Length, names.Length);
        Assert.All(ElevatedWindowsAttacks.Own, a => Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", a.Name));
    }

    [Fact]
    public void Each_says_what_it_gains_what_stops_it_and_what_is_checked_from_outside() =>
        Assert.All(ElevatedWindowsAttacks.All, a =>
        {
            Assert.NotEmpty(a.Gain);
            Assert.NotEmpty(a.Effect);
            Assert.True(a.Layers != AttackLayers.None || a.Gap is not null, a.Name);
        });

    [Fact]
    public void Every_attack_of_the_unelevated_list_is_made_on_the_same_promise() =>
        Assert.Equal(WindowsAttacks.All.Select(a => (a.Name, a.Control)),
            ElevatedWindowsAttacks.All.Take(WindowsAttacks.All.Length).Select(a => (a.Name, a.Control)));

    /// <summary>Another account closes what one of the user's own could not.</summary>
    [Fact]
    public void What_this_mode_closes_is_no_gap_any_more()
    {
        Assert.All(
            ElevatedWindowsAttacks.All.Where(
                a => a.Name is "process-terminate" or "desktop-screenshot" or "desktop-window-titles"
                    or "net-tcp" or "net-tcp-six" or "net-udp" or "net-dns-query" or "net-listen"),
            a => Assert.Null(a.Gap));
        Assert.Equal(
            ["for-others-smb", "for-others-webdav", "net-dns-client", "net-icmp"],
            ElevatedWindowsAttacks.All.Where(a => a.Control == Control.Network && a.Gap is not null)
                .Select(a => a.Name).Order(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Each_gap_is_in_the_documentation()
    {
        var documented = SourceTree.Read("docs/security/windows-elevated.md")
            + SourceTree.Read("docs/security/windows.md");
        Assert.All(ElevatedWindowsAttacks.All.Where(a => a.Gap is not null),
            a => Assert.Contains($"| {a.Gap} |", documented, StringComparison.Ordinal));
    }

    [Fact]
    public void The_documentation_counts_the_families()
    {
        var documented = SourceTree.Read("docs/verify.md").Split('\n')
            .Where(l => l.Split('|') is [_, var family, _, var denied, var open, _]
                && family.Length > 2 && int.TryParse(denied, out _) && int.TryParse(open, out _));
        Assert.Equal(
            string.Join('\n', ElevatedWindowsAttacks.Own.GroupBy(a => a.Family, StringComparer.Ordinal).Select(f =>
                $"| {f.Key} | {f.Select(a => a.Name).First()} … | {f.Count(a => a.Gap is null)} | {f.Count(a => a.Gap is not null)} |")),
            string.Join('\n', documented));
    }
}
