using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.Tests.WindowsModel;
using Pinfold.Core.Tests.WindowsModel.Oracles;
using Pinfold.Core.WindowsModel;
using Xunit;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// The model's SDDL against the system's, on the descriptors and SIDs that Samba is asked. Of these, what Wine's
/// functions (sechost, security.c) do not do is taken out, named and counted; the tests fail where Wine does it after
/// all.
/// </summary>
public sealed class SddlOracleTests(ITestOutputHelper output)
{
    private const int Cases = 20_000;
    private const DescriptorControl Flags = (DescriptorControl)0x3f00; // P, AI, AR of both lists
    private const string Objects = "object entries";
    private const string SaclFlags = "flags of the SACL, taken for the DACL's";
    private const string BareSids = "SIDs without sub-authorities";
    private const string WriteRestricted = "the word WR (S-1-5-33), which Wine's table lacks";
    private const string Authorities = "authorities from 2^31, printed as negative numbers or not read";

    [WindowsFact]
    public void The_system_reads_our_text_as_we_mean_it() =>
        Sample(d => SecurityDescriptor.Read(SystemMonitor.Parse(d.ToSddl())).ToSddl() == d.ToSddl(),
            [Objects, SaclFlags, BareSids]);

    /// <summary>It comes too seldom to be counted.</summary>
    [WindowsFact]
    public void A_word_that_Wine_lacks_is_read_by_Windows()
    {
        var descriptor = new SecurityDescriptor
        {
            Owner = WellKnownSids.WriteRestrictedCode,
            Group = WellKnownSids.WriteRestrictedCode, Control = DescriptorControl.SelfRelative
        };
        Assert.Equal(WineVersion.Current is null,
            Try(() => SecurityDescriptor.Read(SystemMonitor.Parse(descriptor.ToSddl())).ToSddl() == "O:WRG:WR"));
    }

    [WindowsFact]
    public void We_read_the_text_of_the_system_as_it_means_it() =>
        Sample(d => SecurityDescriptor.Parse(SystemMonitor.Format(d)).ToSddl() == d.ToSddl(), [Objects, SaclFlags]);

    [WindowsFact]
    public void SIDs_are_the_same()
    {
        var tally = new Tally();
        SecurityGens.AnySid.Sample(
            sid =>
            {
                var limit = Wine(sid.SubAuthorities.Length == 0, BareSids)
                    ?? Wine(sid.Authority > int.MaxValue, Authorities);
                var agree = Try(() => Sid.Read(SystemMonitor.ParseSid(sid.ToString())) == sid
                    && Sid.Parse(SystemMonitor.FormatSid(sid)) == sid);
                if (limit is null) Assert.True(agree, sid.ToString());
                Count(tally, limit, agree);
            },
            iter: Cases, threads: 1);
        Finish(tally, [BareSids, Authorities]);
    }

    private void Sample(Func<SecurityDescriptor, bool> agrees, string[] limits)
    {
        var tally = new Tally();
        OracleCases.Descriptor.Sample(
            descriptor =>
            {
                var asked = Within(descriptor, limits, out var limit);
                if (asked is not null) Assert.True(Try(() => agrees(asked)), asked.ToSddl());
                Count(tally, null, agree: asked is not null);
                if (limit is not null) Count(tally, limit, Try(() => agrees(descriptor)));
            },
            iter: Cases, threads: 1);
        Finish(tally, limits);
    }

    /// <summary>
    /// The descriptor without what Wine does not do, or null when nothing is left to ask; <paramref name="limit"/> when
    /// something is gone.
    /// </summary>
    private static SecurityDescriptor? Within(SecurityDescriptor descriptor, string[] limits, out string? limit)
    {
        limit = null;
        Ace[] entries = [.. Entries(descriptor.Dacl), .. Entries(descriptor.Sacl)];
        Sid[] sids = [descriptor.Owner!, descriptor.Group!, .. entries.Select(a => a.Sid)];
        if (limits.Contains(BareSids)
            && (limit = Wine(sids.Any(s => s.SubAuthorities.Length == 0), BareSids)) is not null)
            return null;
        if (limits.Contains(BareSids)
            && (limit = Wine(sids.Contains(WellKnownSids.WriteRestrictedCode), WriteRestricted)) is not null)
            return null;
        var hasFlags = descriptor.Has(DescriptorControl.SaclPresent)
            && (descriptor.Control & Flags) != DescriptorControl.None;
        if ((limit = Wine(hasFlags, SaclFlags)) is not null)
        {
            descriptor = descriptor with { Control = descriptor.Control & ~Flags };
        }

        if (Wine(entries.Any(a => AceTypes.IsObject(a.Type)), Objects) is not { } objects) return descriptor;
        limit ??= objects;
        return descriptor with { Dacl = Plain(descriptor.Dacl), Sacl = Plain(descriptor.Sacl) };
    }

    private static ImmutableArray<Ace> Entries(Acl? list) => list?.Aces ?? [];

    private static Acl? Plain(Acl? list) =>
        list is null ? null : new(list.Aces.Where(a => !AceTypes.IsObject(a.Type)).ToArray());

    private static string? Wine(bool applies, string limit) =>
        applies && WineVersion.Current is not null ? limit : null;

    private static bool Try(Func<bool> agrees)
    {
        try
        {
            return agrees();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or SecurityFormatException)
        {
            return false;
        }
    }

    private static void Count(Tally tally, string? limit, bool agree)
    {
        if (limit is null) tally.Add(agree ? "asked" : "not asked");
        else tally.Add(limit, agree);
    }

    private void Finish(Tally tally, string[] limits)
    {
        output.WriteLine(tally.ToString());
        Assert.True(tally["asked"] > Cases * 3 / 4, tally.ToString());
        if (WineVersion.Current is null) return;
        Assert.All(limits,
            limit => Assert.True(tally[limit, false] > 0, $"Wine never differs where there are {limit}"));
    }
}
