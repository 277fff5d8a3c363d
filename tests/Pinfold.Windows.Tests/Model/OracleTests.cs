using System.ComponentModel;
using CsCheck;
using Pinfold.Core.Tests.WindowsModel;
using Pinfold.Core.Tests.WindowsModel.Oracles;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;
using Xunit;

namespace Pinfold.Windows.Tests.Model;

/// <summary>
/// The model against the system's own access check, on the cases that Samba is asked. Wine makes tokens of any SIDs
/// (NtCreateToken); Windows does so for the system alone, so that there the cases are asked of this process's token.
/// What Wine is known not to do is in <see cref="WineLimits"/>.
/// </summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private const int Cases = 20_000;
    private static readonly GenericMapping Mapping = SecurableType.File.Mapping;

    [WineFact]
    public void Access_checks_agree_with_Wine_for_the_generated_tokens()
    {
        var tally = new Tally();
        OracleCases.Check.Sample(
            c =>
            {
                using var token = SystemMonitor.Create(c.Token);
                Ask(c, token, tally);
            },
            iter: 50_000, threads: 1);
        output.WriteLine(tally.ToString());
        Assert.True(tally[Tally.Granted] > 2500 && tally[Tally.Refused] > 25_000, tally.ToString());
        Assert.True(tally[Tally.AllowFirst] > 40 && tally[Tally.DenyFirst] > 40, tally.ToString());
        Assert.True(tally[Tally.Generic] > 200 && tally[Tally.GenericEntry] > 10_000, tally.ToString());
        Assert.True(tally[Tally.Maximum] > 2500 && tally[Tally.DenyOnly] > 10_000, tally.ToString());
    }

    [WindowsFact]
    public void Access_checks_agree_for_the_token_of_this_process()
    {
        using var token = SystemMonitor.Token();
        Own(token, TokenFacts.Own());
    }

    [WindowsFact]
    public void Access_checks_agree_where_a_group_of_this_process_is_for_deny_only()
    {
        var own = TokenFacts.Own();
        var group = own.Groups.First(g => g.IsEnabled
            && (g.Sid == WellKnownSids.Users || g.Sid == WellKnownSids.Administrators)).Sid;
        using var token = SystemMonitor.Token(group);
        Own(token, RestrictedTokens.Create(own, RestrictedTokenFlags.None, [group]));
    }

    /// <summary>What the generators leave out.</summary>
    [WindowsFact]
    public void An_empty_list_refuses_and_no_list_grants()
    {
        using var token = SystemMonitor.Token();
        foreach (var (sddl, granted) in new[]
            { ("O:SYG:SYD:", false), ("O:SYG:SY", true), ("O:SYG:SYD:NO_ACCESS_CONTROL", true) })
        {
            var descriptor = SecurityDescriptor.Parse(sddl);
            Assert.Equal(granted, SystemMonitor.AccessCheck(token, descriptor, 1, Mapping) is not null);
            Assert.Equal(granted, AccessCheck.Check(TokenFacts.Own(), descriptor, 1, Mapping).IsGranted);
        }
    }

    /// <summary>
    /// One case for each of <see cref="WineLimits"/>, and the kinds of entries that no oracle's access check is asked.
    /// </summary>
    [WineFact]
    public void Wine_differs_where_cases_are_left_out()
    {
        var alice = Core.Tests.WindowsModel.Tokens.User with
            { EnabledPrivileges = Privileges.None, IntegrityLevel = WellKnownSids.High };
        var taker = alice with { Privileges = Privileges.TakeOwnership, EnabledPrivileges = Privileges.TakeOwnership };
        var less = alice with
            { Groups = [new(WellKnownSids.Everyone), new(WellKnownSids.Users, GroupAttributes.UseForDenyOnly)] };
        (string Limit, Token Token, string Sddl, AccessMask Desired, bool Model, bool Wine)[] cases =
        [
            (WineLimits.Owner, alice, $"O:{alice.User}G:SYD:", AccessMask.Delete, false, true),
            (WineLimits.OwnerRights, alice, $"O:{alice.User}G:SYD:(D;;WD;;;OW)", AccessMask.WriteDac, false, true),
            (WineLimits.TakeOwnership, taker, "O:SYG:SYD:", AccessMask.WriteOwner, true, false),
            (WineLimits.DenyOnly, less, "O:SYG:SYD:(D;;CC;;;BU)(A;;CC;;;WD)", 1, false, true),
            (WineLimits.LaterDeny, alice, "O:SYG:SYD:(A;;CC;;;WD)(D;;CC;;;BU)(A;;DC;;;WD)", 3, true, false),
            (WineLimits.MaximumOrder, alice, "O:SYG:SYD:(A;;CC;;;WD)(D;;CC;;;BU)",
                AccessMask.MaximumAllowed, true, false),
            (WineLimits.MaximumAndMore, alice, "O:SYG:SYD:(A;;CC;;;WD)", AccessMask.MaximumAllowed | 2, false, true),
        ];
        Assert.Equal(WineLimits.Names, cases.Select(c => c.Limit).ToArray());
        foreach (var (limit, facts, sddl, desired, model, wine) in cases)
        {
            var descriptor = SecurityDescriptor.Parse(sddl);
            using var token = SystemMonitor.Create(facts);
            var system = SystemMonitor.AccessCheck(token, descriptor, desired, Mapping);
            var ours = AccessCheck.Check(facts, descriptor, desired, Mapping);
            Assert.Equal((limit, model, wine),
                (WineLimits.Of(facts, descriptor, desired), ours.IsGranted, system is not null));
        }
    }

    [WineFact]
    public void Wine_refuses_descriptors_with_object_or_callback_entries()
    {
        using var token = SystemMonitor.Token();
        foreach (var sddl in new[] { "O:SYG:SYD:(OA;;CC;;;WD)", "O:SYG:SYD:(XA;;CC;;;WD;(Member_of {SID(WD)}))" })
        {
            var descriptor = SecurityDescriptor.Parse(sddl);
            Assert.True(AccessCheck.Check(TokenFacts.Own(), descriptor, 1, Mapping).IsGranted);
            var refusal = Assert.Throws<Win32Exception>(() => SystemMonitor.AccessCheck(token, descriptor, 1, Mapping));
            Assert.Equal(998, refusal.NativeErrorCode); // ERROR_NOACCESS
        }
    }

    private void Own(TokenHandle token, Token facts)
    {
        var tally = new Tally();
        OracleCases.Check.Sample(
            c => Ask(c with { Token = facts, Descriptor = Renamed(c.Descriptor, facts.User) }, token, tally),
            iter: Cases, threads: 1);
        output.WriteLine(tally.ToString());
        Assert.True(tally[Tally.Granted] > 1500 && tally[Tally.Refused] > 5000, tally.ToString());
        Assert.True(tally[Tally.AllowFirst] > 40 && tally[Tally.DenyFirst] > 40, tally.ToString());
    }

    private static SecurityDescriptor Renamed(SecurityDescriptor descriptor, Sid user)
    {
        var owner = descriptor.Owner == Core.Tests.WindowsModel.Tokens.Alice ? user : descriptor.Owner;
        var entries = descriptor.Dacl!.Aces.Select(
            a => a.Sid == Core.Tests.WindowsModel.Tokens.Alice ? a with { Sid = user } : a);
        return (descriptor with { Owner = owner }).WithDacl(new(entries.ToArray()));
    }

    /// <summary>
    /// Generic rights are mapped: in the request by MapGenericMask, as the function wants it; in entries by whoever
    /// makes the object, and by Wine's check too, which is therefore given them as they were.
    /// </summary>
    private static void Ask(AccessCase c, TokenHandle token, Tally tally)
    {
        var mapped = c.Descriptor.WithDacl(
            new(c.Descriptor.Dacl!.Aces.Select(a => a with { Mask = Mapping.Map(a.Mask) }).ToArray()));
        var ours = AccessCheck.Check(c.Token, mapped, c.Desired, Mapping);
        var given = WineVersion.Current is null ? mapped : c.Descriptor;
        var system = SystemMonitor.AccessCheck(token, given, SystemMonitor.Map(c.Desired, Mapping), Mapping);
        var agree = (ours.IsGranted, ours.IsGranted ? ours.Granted.Value : 0) == (system is not null, system ?? 0);
        var limit = WineVersion.Current is null ? null : WineLimits.Of(c.Token, mapped, Mapping.Map(c.Desired));
        if (limit is not null) tally.Add(limit, agree);
        else tally.Add(c, mapped, ours);
        Assert.True(agree || limit is not null, $"{ours} 0x{system:x} {c}");
    }
}
