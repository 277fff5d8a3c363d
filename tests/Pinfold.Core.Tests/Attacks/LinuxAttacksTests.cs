using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Tests.Architecture;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

public sealed class LinuxAttacksTests
{
    [Fact]
    public void There_are_more_than_enough() =>
        Assert.True(LinuxAttacks.All.Length >= 140, $"{LinuxAttacks.All.Length}");

    [Fact]
    public void Names_are_unique_and_in_kebab_case()
    {
        Assert.Equal(LinuxAttacks.All.Length,
            LinuxAttacks.All.Select(a => a.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(LinuxAttacks.All, a => Assert.All(a.Name.Split('-'), word =>
            Assert.True(word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)), a.Name)));
    }

    [Fact]
    public void Every_attack_says_what_it_gains_what_stops_it_and_how_that_is_seen()
    {
        Assert.All(LinuxAttacks.All, a =>
        {
            Assert.NotEmpty(a.Gain);
            Assert.NotEmpty(a.Effect);
            Assert.NotEqual(AttackLayers.None, a.Layers);
        });
    }

    [Fact]
    public void Every_control_is_attacked() =>
        Assert.Empty(Enum.GetValues<Control>().Except(LinuxAttacks.All.Select(a => a.Control)));

    [Theory]
    [InlineData("outside writes"), InlineData("links, renames and races"),
        InlineData(".git and hand-offs"), InlineData("processes")]
    [InlineData("mounts and namespaces"), InlineData("system calls"),
        InlineData("network"), InlineData("Unix sockets"), InlineData("services")]
    [InlineData("secrets"), InlineData("environment"), InlineData("terminals"), InlineData("inherited descriptors")]
    [InlineData("resource exhaustion"), InlineData("set-uid programs"),
        InlineData("survival"), InlineData("CVE lessons")]
    public void Each_family_has_several(string family) =>
        Assert.InRange(LinuxAttacks.All.Count(a => a.Family == family), 5, 60);

    [Theory]
    [InlineData("cve-2025-59532"), InlineData("cve-2025-61260"),
        InlineData("cve-2025-66479"), InlineData("cve-2026-25725")]
    [InlineData("cve-2026-39861"), InlineData("cve-2026-40068"),
        InlineData("cve-2026-48124"), InlineData("cve-2025-59944")]
    [InlineData("cve-2026-26268"), InlineData("cve-2026-19592"),
        InlineData("cve-2026-19593"), InlineData("cve-2025-55284")]
    [InlineData("cve-2026-22708"), InlineData("cve-2026-50548"),
        InlineData("cve-2026-50549"), InlineData("cve-2025-54135")]
    [InlineData("cve-2026-103916")]
    public void The_lesson_is_an_attack(string name) =>
        Assert.Contains(LinuxAttacks.All, a => a.Name.StartsWith(name + "-", StringComparison.Ordinal));

    [Fact]
    public void An_attack_is_found_by_its_name()
    {
        Assert.Equal("net-tcp", LinuxAttacks.Find("net-tcp")!.Name);
        Assert.Null(LinuxAttacks.Find("net-none"));
    }

    [Fact]
    public void The_documentation_counts_the_families()
    {
        var documented = SourceTree.Read("docs/verify.md").Split('\n')
            .Where(l => l.Split('|') is [_, _, var number, _] && int.TryParse(number, out _));
        Assert.Equal(string.Join('\n',
            LinuxAttacks.All.GroupBy(a => a.Family, StringComparer.Ordinal).Select(f => $"| {f.Key} | {f.Count()} |")),
            string.Join('\n', documented));
    }
}
