using CsCheck;
using Pinfold.Core.Planning.Windows;
using Pinfold.Core.Tests.WindowsModel.Oracles;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// The pass that the fence rests on: the system's own access check, asked with the token that the product makes for a
/// command (write-restricted, level 7936), against the model. Not run on Windows yet.
/// </summary>
public sealed class CommandOracleTests(ITestOutputHelper output)
{
    private const int Cases = 20_000;
    private static readonly GenericMapping Mapping = SecurableType.File.Mapping;

    [RealWindowsFact("keeps neither restricting SIDs nor levels")]
    public void Access_checks_agree_for_the_token_of_a_command() => Agree(conditions: false);

    /// <summary>Entries as those that tell sessions apart have them.</summary>
    [RealWindowsFact("keeps neither restricting SIDs nor levels, and takes no conditional entry")]
    public void Access_checks_agree_where_entries_ask_for_groups() => Agree(conditions: true);

    /// <summary>The same calls, whose answers show nothing there.</summary>
    [WineFact]
    public void Every_generated_descriptor_is_one_that_the_system_takes()
    {
        var (_, facts, token) = Made();
        using (token)
            CommandCases.For(facts).Sample(
                c => _ = SystemMonitor.AccessCheck(token, Mapped(c), SystemMonitor.Map(c.Desired, Mapping), Mapping),
                iter: 2000, threads: 1);
    }

    /// <summary>Of the model alone: each of the three things that decide does so often.</summary>
    [Fact]
    public void The_cases_are_decided_by_label_by_groups_and_by_restricting_SIDs()
    {
        var token = Core.Tests.WindowsModel.Tokens.WriteRestricted with { IntegrityLevel = FenceLevel.Sid };
        foreach (var conditions in (bool[])[false, true]) Check(Sampled(CommandCases.For(token, conditions), _ => { }));
    }

    private void Agree(bool conditions)
    {
        var (own, facts, token) = Made();
        using (token)
        {
            var tally = Sampled(CommandCases.For(facts, conditions), c =>
            {
                var ours = AccessCheck.Check(facts, Mapped(c), c.Desired, Mapping);
                var system = SystemMonitor.AccessCheck(token, Mapped(c),
                    SystemMonitor.Map(c.Desired, Mapping), Mapping);
                Assert.True(
                    (ours.IsGranted, ours.IsGranted ? ours.Granted.Value : 0) == (system is not null, system ?? 0),
                    $"{ours} 0x{system:x} {c} own {own.IntegrityLevel}");
            });
            output.WriteLine(string.Join('\n', tally.Select(t => $"{t.Key}: {t.Value}")));
            Check(tally);
        }
    }

    /// <summary>
    /// This process's token, a command's in the model, and the system's, which a thread could take on.
    /// </summary>
    private static (Token Own, Token Facts, TokenHandle Token) Made()
    {
        using var setting = new Setting();
        using var keys = setting.TakeKeys();
        var host = setting.Facts();
        var step = Assert.Single(
            WindowsPlanner.For(setting.Policy(), WineVersion.Current is null ? host with { Keys = keys.Pair } : host)
                .Steps.OfType<WindowsStep.CreateToken>());
        Assert.Equal((FenceLevel.Sid, true), (step.Level, step.Flags.HasFlag(RestrictedTokenFlags.WriteRestricted)));
        using var made = CommandToken.Create(step);
        return (host.Token, step.Apply(host.Token), SystemMonitor.Impersonation(made));
    }

    private static SortedDictionary<string, int> Sampled(Gen<AccessCase> cases, Action<AccessCase> ask)
    {
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        cases.Sample(
            c =>
            {
                ask(c);
                foreach (var kind in Kinds(c)) tally[kind] = tally.GetValueOrDefault(kind) + 1;
            },
            iter: Cases, threads: 1);
        return tally;
    }

    private static void Check(SortedDictionary<string, int> tally)
    {
        var text = string.Join('\n', tally.Select(t => $"{t.Key}: {t.Value}"));
        foreach (var (kind, least) in ((string, int)[])[("granted", 1000), ("granted for writing", 100),
            ("by the label", 500), ("by the restricting SIDs", 400), ("by the groups", 1000)])
            Assert.True(tally.GetValueOrDefault(kind) >= least, text);
    }

    private static IEnumerable<string> Kinds(AccessCase c)
    {
        var mapped = Mapped(c);
        var writes = Mapping.Map(c.Desired).Overlaps(Mapping.WriteClass);
        if (AccessCheck.Check(c.Token, mapped, c.Desired, Mapping).IsGranted)
        {
            yield return "granted";
            if (writes) yield return "granted for writing";
        }
        else
        {
            yield return AccessCheck.Check(c.Token with { IntegrityLevel = WellKnownSids.System }, mapped,
                c.Desired, Mapping).IsGranted
                ? "by the label"
                : AccessCheck.Check(c.Token with { RestrictingSids = [] }, mapped, c.Desired, Mapping).IsGranted
                    ? "by the restricting SIDs"
                : "by the groups";
        }
    }

    /// <summary>Whoever makes an object maps the generic rights of its entries.</summary>
    private static SecurityDescriptor Mapped(AccessCase c) =>
        c.Descriptor with
            { Dacl = new(c.Descriptor.Dacl!.Aces.Select(a => a with { Mask = Mapping.Map(a.Mask) }).ToArray()) };
}
