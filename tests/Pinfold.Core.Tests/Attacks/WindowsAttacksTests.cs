using Pinfold.Core.Attacks;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Policy;
using Pinfold.Core.Tests.Architecture;
using Pinfold.Core.WindowsModel.Machine;
using Xunit;

namespace Pinfold.Core.Tests.Attacks;

/// <summary>The list, not its result: none of these has run on Windows.</summary>
public sealed class WindowsAttacksTests
{
    [Fact]
    public void There_are_more_than_enough() =>
        Assert.True(WindowsAttacks.All.Count(a => a.Gap is null) >= 180, $"{WindowsAttacks.All.Length}");

    [Fact]
    public void Names_are_unique_and_in_kebab_case()
    {
        Assert.Equal(WindowsAttacks.All.Length,
            WindowsAttacks.All.Select(a => a.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(WindowsAttacks.All, a => Assert.All(a.Name.Split('-'), word =>
            Assert.True(word.Length > 0 && word.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)), a.Name)));
    }

    [Fact]
    public void Every_attack_says_what_it_gains_what_stops_it_and_how_that_is_seen() =>
        Assert.All(WindowsAttacks.All, a =>
        {
            Assert.NotEmpty(a.Gain);
            Assert.NotEmpty(a.Effect);
            Assert.True(a.Layers != AttackLayers.None || a.Gap is not null, a.Name);
        });

    [Fact]
    public void Every_control_that_Windows_has_is_attacked() =>
        Assert.Equal([Control.Syscalls], Enum.GetValues<Control>().Except(WindowsAttacks.All.Select(a => a.Control)));

    [Theory]
    [InlineData("outside writes", 25), InlineData("deletions and renames", 12),
        InlineData("links", 7), InlineData("spellings", 15), InlineData(".git", 14)]
    [InlineData("hand-offs", 18), InlineData("secrets", 14), InlineData("registry", 12),
        InlineData("processes", 12), InlineData("survival and breakaway", 5)]
    [InlineData("servers", 6), InlineData("other sessions", 10), InlineData("desktop", 12),
        InlineData("tokens", 5), InlineData("pipes and mailslots", 8)]
    [InlineData("inherited handles", 4), InlineData("environment", 4), InlineData("network", 6),
        InlineData("resource exhaustion", 4), InlineData("CVE lessons", 6)]
    public void Each_family_has_several(string family, int least) =>
        Assert.InRange(WindowsAttacks.All.Count(a => a.Family == family), least, 40);

    [Fact]
    public void An_attack_is_found_by_its_name()
    {
        Assert.Equal("delete-outside-by-folder", WindowsAttacks.Find("delete-outside-by-folder")!.Name);
        Assert.Null(WindowsAttacks.Find("delete-nothing"));
    }

    /// <summary>An attack on what is not promised must say so; one on a promise may not be excused.</summary>
    [Fact]
    public void A_gap_is_named_where_the_plan_promises_nothing_and_in_the_documentation()
    {
        var machine = FreshWindows11.Create().Machine;
        var workspace = MachineFacts.Home.Combine("ws");
        var policy = PolicyLoader.Load([], new PolicyFlags(), workspace, MachineFacts.Home,
            [MachineFacts.State]).Policy!;
        var expected = WindowsPlanner.For(policy, MachineFacts.Of(machine, policy, "0123456789abcdef")).Expected;
        Assert.All(WindowsAttacks.All.Where(a => expected[a.Control].Status == EnforcementStatus.NotEnforced),
            a => Assert.NotNull(a.Gap));
        var documented = SourceTree.Read("docs/security/windows.md");
        Assert.All(WindowsAttacks.All.Where(a => a.Gap is not null),
            a => Assert.Contains($"| {a.Gap} |", documented, StringComparison.Ordinal));
        Assert.InRange(WindowsAttacks.All.Count(a => a.Gap is not null), 15, 25);
    }

    [Fact]
    public void The_documentation_counts_the_families()
    {
        var documented = SourceTree.Read("docs/verify.md").Split('\n')
            .Where(l => l.Split('|') is [_, _, _, var number, _] && int.TryParse(number, out _));
        Assert.Equal(
            string.Join('\n', WindowsAttacks.All.GroupBy(a => a.Family, StringComparer.Ordinal)
                .Select(f => $"| {f.Key} | {f.Count(a => a.Gap is null)} | {f.Count(a => a.Gap is not null)} |")),
            string.Join('\n', documented));
    }

    [Fact]
    public void The_documentation_names_attacks_that_there_are()
    {
        var table = SourceTree.Read("docs/verify.md").Split("| its case | here |")[1].Split("\n\n")[0];
        var named = table.Split('`').Where((_, i) => i % 2 == 1)
            .Where(word => char.IsAsciiLetterLower(word[0])).ToArray();
        Assert.InRange(named.Length, 25, 60);
        Assert.Empty(named.Except(ElevatedWindowsAttacks.All.Select(a => a.Name), StringComparer.Ordinal));
    }
}
