using System.Collections.Immutable;
using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// The model against the system's own access check and SDDL. Wine knows neither restricting SIDs nor labels, passes over deny entries for
/// groups that are for deny only, grants an owner every standard right, where MS-DTYP 2.5.3.2 grants two, and lets a deny entry take back what an
/// earlier entry, or being the owner, granted: those are not asked.
/// </summary>
public sealed class OracleTests
{
    private const uint Asked = 0x1FF | 0x10000 | 0x20000 | 0x40000 | 0x100000; // no WRITE_OWNER: a privilege gives it
    private static readonly Sid Stranger = Sid.Parse("S-1-5-21-9-9-9-1000");
    private static readonly Gen<uint> Mask = Gen.UInt.Select(m => m & Asked);

    [WindowsFact]
    public void Access_checks_agree_on_generated_lists()
    {
        var own = TokenFacts.Own();
        var token = SystemMonitor.Token();
        Sid[] sids = [own.User, WellKnownSids.Everyone, Stranger, .. own.Groups.Where(g => g.IsEnabled).Select(g => g.Sid).Take(4)];
        Gen.Select(Entries(sids, AceType.Denied), Entries(sids, AceType.Allowed), Mask.Where(m => m != 0)).Sample(
            c => Compare(own, token, Descriptor(Stranger, c.Item1.AddRange(c.Item2)), c.Item3), iter: 5000, threads: 1);
        Gen.Select(Entries(sids, AceType.Allowed), Of(sids), Mask).Where(c => AskedOf(c.Item2, c.Item3) != 0).Sample(
            c => Compare(own, token, Descriptor(c.Item2, c.Item1), AskedOf(c.Item2, c.Item3)), iter: 5000, threads: 1);
    }

    /// <summary>Longer lists in the order of Windows, of held and other SIDs, with every flag of inheritance. Generic rights are not asked: the function takes none (ERROR_GENERIC_NOT_MAPPED).</summary>
    [WindowsFact]
    public void Access_checks_agree_on_longer_lists_with_flags_of_inheritance()
    {
        var own = TokenFacts.Own();
        var token = SystemMonitor.Token();
        Sid[] sids =
        [
            own.User, .. own.Groups.Where(g => g.IsEnabled).Select(g => g.Sid).Take(4), WellKnownSids.Everyone, WellKnownSids.Users, WellKnownSids.Administrators,
            WellKnownSids.LocalSystem, WellKnownSids.AuthenticatedUsers, WellKnownSids.RestrictedCode, Stranger,
        ];
        var rights = Gen.OneOf(Mask, Of<uint>([0x1201FF, 0x120089, 0x120116, 0x1200A0, 0x1301BF, 0]).Select(m => m & Asked));
        var entry = Gen.Select(Of([AceType.Allowed, AceType.Denied]), rights, Of(sids), Gen.Int[0, 31]).Select((t, m, s, f) => new Ace(t, m, s) { Flags = (AceFlags)f });
        Gen.Select(entry.Array[0, 8], Mask.Where(m => m != 0)).Sample(
            (entries, asked) => Compare(own, token, Descriptor(Stranger, [.. entries.OrderByDescending(e => e.Type)]), asked), iter: 5000, threads: 1);
    }

    [WindowsFact]
    public void Access_checks_agree_where_a_group_is_for_deny_only()
    {
        var own = TokenFacts.Own();
        var group = own.Groups.First(g => g.IsEnabled && g.Sid != WellKnownSids.Everyone && !g.Attributes.HasFlag(GroupAttributes.LogonId)).Sid;
        var less = RestrictedTokens.Create(own, RestrictedTokenFlags.None, [group]);
        var token = SystemMonitor.Token(group);
        Gen.Select(Entries([own.User, group, Stranger], AceType.Allowed), Mask.Where(m => m != 0)).Sample(
            c => Compare(less, token, Descriptor(Stranger, c.Item1), c.Item2), iter: 2000, threads: 1);
    }

    [WindowsFact]
    public void An_empty_list_refuses_and_no_list_grants()
    {
        var own = TokenFacts.Own();
        var token = SystemMonitor.Token();
        Compare(own, token, Descriptor(Stranger, []), 1);
        Compare(own, token, Descriptor(Stranger, []) with { Dacl = null }, 0x1FF);
    }

    [WindowsFact]
    public void SDDL_is_read_and_written_alike() => Entries([WellKnownSids.Everyone, WellKnownSids.LocalSystem, WellKnownSids.Administrators, Stranger], AceType.Allowed, AceType.Denied)
        .Sample(
            entries =>
            {
                var descriptor = Descriptor(Stranger, entries);
                Assert.Equal(descriptor.ToSddl(), SecurityDescriptor.Read(SystemMonitor.Parse(descriptor.ToSddl())).ToSddl());
                Assert.Equal(descriptor.ToSddl(), SecurityDescriptor.Parse(SystemMonitor.Format(descriptor)).ToSddl());
            },
            iter: 2000, threads: 1);

    private static Gen<ImmutableArray<Ace>> Entries(Sid[] sids, params AceType[] types) =>
        Gen.Select(Of(types), Mask, Of(sids)).Select(e => new Ace(e.Item1, e.Item2, e.Item3)).Array[0, 6].Select(a => a.ToImmutableArray());

    private static Gen<T> Of<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static uint AskedOf(Sid owner, uint mask) => owner == Stranger ? mask : mask & ~(0x10000u | 0x100000u); // DELETE, SYNCHRONIZE

    private static SecurityDescriptor Descriptor(Sid owner, ImmutableArray<Ace> entries) =>
        SecurityDescriptor.Parse($"O:{owner}G:{Stranger}D:") is var bare ? bare.WithDacl(new(entries)) : bare;

    private static void Compare(Token token, nint handle, SecurityDescriptor descriptor, uint desired)
    {
        var ours = AccessCheck.Check(token, descriptor, desired, SecurableType.File.Mapping);
        var system = SystemMonitor.AccessCheck(handle, descriptor, desired, SecurableType.File.Mapping);
        Assert.Equal((ours.IsGranted, ours.IsGranted ? ours.Granted.Value : 0), (system is not null, system ?? 0));
    }
}
