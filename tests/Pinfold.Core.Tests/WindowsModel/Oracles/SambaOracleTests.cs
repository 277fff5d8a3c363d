using System.Text.Json.Nodes;
using CsCheck;
using Pinfold.Core.Tests.WindowsModel.Access;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Pinfold.Core.WindowsModel.Sddl;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Oracles;

/// <summary>
/// The model against Samba, on generated cases. Where a generator leaves something out, Samba is known to differ there:
/// docs/security/windows-model.md says why, and a test below shows each such difference.
/// </summary>
[Trait("host", "Linux")]
public sealed class SambaOracleTests
{
    private const int Cases = 3000;
    private static readonly SddlDomains Domains = new(SecurityGens.Domain);

    [Fact]
    public void Samba_reads_our_text_as_we_mean_it()
    {
        using var samba = Samba.Start();
        OracleCases.Descriptor.Sample(descriptor =>
        {
            var bytes = (string)samba.Ask(new() { ["kind"] = "parse", ["sddl"] = descriptor.ToSddl(Domains) })!;
            Assert.Equal(Comparable(descriptor), Comparable(SecurityDescriptor.Read(Convert.FromHexString(bytes))));
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void We_read_the_text_of_Samba_as_it_means_it()
    {
        using var samba = Samba.Start();
        OracleCases.Descriptor.Sample(descriptor =>
        {
            var text = (string)samba.Ask(new() { ["kind"] = "print", ["sd"] = Hex(descriptor) })!;
            Assert.Equal(Comparable(descriptor), Comparable(SecurityDescriptor.Parse(text, Domains)));
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void Samba_reads_our_bytes_and_we_read_its_bytes()
    {
        using var samba = Samba.Start();
        OracleCases.Descriptor.Sample(descriptor =>
        {
            var bytes = (string)samba.Ask(new() { ["kind"] = "repack", ["sd"] = Hex(descriptor) })!;
            Assert.Equal(descriptor, SecurityDescriptor.Read(Convert.FromHexString(bytes)));
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void SIDs_are_the_same()
    {
        using var samba = Samba.Start();
        SecurityGens.AnySid.Sample(sid =>
        {
            var answer = samba.Ask(new() { ["kind"] = "sid", ["text"] = sid.ToString() }).AsArray();
            Assert.Equal(Convert.ToHexStringLower(sid.ToBytes()), (string)answer[1]!);
            Assert.Equal(sid, Sid.Parse((string)answer[0]!));
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void Aliases_are_the_same()
    {
        using var samba = Samba.Start();
        var unknown = new List<string>();
        foreach (var alias in SidAliases.All)
        {
            if (samba.Ask(new() { ["kind"] = "parse", ["sddl"] = $"O:{alias}" }, out _) is not { } bytes)
                unknown.Add(alias);
            else
                Assert.Equal(SidAliases.Find(alias, Domains),
                    SecurityDescriptor.Read(Convert.FromHexString((string)bytes!)).Owner);
        }

        Assert.Empty(unknown);
    }

    /// <summary>
    /// Without the groups for deny only, which Samba's token cannot say, and generic requests, which the check does not
    /// map.
    /// </summary>
    private static readonly Gen<AccessCase> Check = OracleCases.Check.Select(c => c with
    {
        Token = c.Token with { Groups = [.. c.Token.Groups.Where(g => g.IsEnabled)] },
        Desired = c.Desired.Without(AccessMask.AnyGeneric),
    });

    [Fact]
    public void Checks_of_single_requests_agree()
    {
        using var samba = Samba.Start();
        var (granted, refused) = (0, 0);
        Check.Where(c => !c.Desired.IsEmpty && !c.Desired.Contains(AccessMask.MaximumAllowed)).Sample(c =>
        {
            var ours = AccessCheck.Check(c.Token, c.Descriptor, c.Desired, default);
            if (ours.IsGranted) granted++;
            else refused++;
            Assert.True(SambaGrants(samba, Sids(c.Token), c.Token, c.Descriptor, c.Desired) == ours.IsGranted,
                $"{c.Descriptor} {c.Desired} {string.Join(' ', Sids(c.Token).AsEnumerable())} {c.Token.EnabledPrivileges}");
        }, iter: 5000, threads: 1);
        Assert.True(granted > 200 && refused > 500, $"{granted} {refused}");
    }

    /// <summary>
    /// Mapped by Samba's own function, as its servers do before they ask its check, which maps nothing itself.
    /// </summary>
    [Fact]
    public void Checks_of_generic_requests_agree()
    {
        using var samba = Samba.Start();
        var (granted, refused) = (0, 0);
        var generic = Gen.Int[1, 15].Select(bits => (AccessMask)((uint)bits << 28));
        var types = Gens.Of(SecurableType.File, SecurableType.Directory, SecurableType.RegistryKey,
            SecurableType.Process);
        Gen.Select(Check, generic, types, Gen.Bool).Sample((c, wanted, type, isAlone) =>
        {
            var desired = (isAlone ? wanted : c.Desired | wanted)
                .Without(AccessMask.MaximumAllowed | AccessMask.AccessSystemSecurity);
            var map = type.Mapping;
            var mapped = (AccessMask)(uint)(long)samba.Ask(new()
            {
                ["kind"] = "map", ["mask"] = desired.Value,
                ["mapping"] = new JsonArray(map.Read.Value, map.Write.Value, map.Execute.Value, map.All.Value),
            })!;
            Assert.Equal(map.Map(desired), mapped);
            var ours = AccessCheck.Check(c.Token, c.Descriptor, desired, map).IsGranted;
            if (ours) granted++;
            else refused++;
            Assert.True(SambaGrants(samba, Sids(c.Token), c.Token, c.Descriptor, mapped) == ours,
                $"{c.Descriptor} {desired}");
        }, iter: 5000, threads: 1);
        Assert.True(granted > 20 && refused > 500, $"{granted} {refused}");
    }

    [Fact]
    public void The_maximum_agrees()
    {
        using var samba = Samba.Start();
        Check.Sample(c =>
        {
            var ours = AccessCheck.Check(c.Token, c.Descriptor, AccessMask.MaximumAllowed, default).Granted;
            var theirs =
                (uint)(long)samba.Ask(Question(Sids(c.Token), c.Token, c.Descriptor, AccessMask.MaximumAllowed))!;
            Assert.True(theirs == ours.Value,
                $"{theirs:x} {ours} {c.Descriptor} {string.Join(' ', Sids(c.Token).AsEnumerable())}");
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void A_restricted_check_is_the_normal_check_and_that_of_the_restricting_SIDs()
    {
        using var samba = Samba.Start();
        var (granted, refused) = (0, 0);
        Gen.Select(Check, SecurityGens.FewSids.Where(s => s != WellKnownSids.OwnerRights).Array[1, 4],
            Gen.Bool).Where(t => !t.Item1.Desired.IsEmpty && !t.Item1.Desired.Contains(AccessMask.MaximumAllowed))
            .Sample((c, restricting, isWrite) =>
            {
                // The owner's implicit rights are asked for in both lists together: left out where the owner is in one
                // of them alone.
                var (inNormal, inRestricting) = (Sids(c.Token).Contains(c.Descriptor.Owner!),
                    restricting.Contains(c.Descriptor.Owner!));
                var desired = inNormal == inRestricting
                    ? c.Desired
                    : c.Desired.Without(AccessMask.ReadControl | AccessMask.WriteDac);

                // What privileges and ownership grant is no longer asked of the DACL, so it does not make the request a
                // write.
                var mapping = SecurableType.File.Mapping;
                if (isWrite && (c.Token.EnabledPrivileges != Privileges.None || inNormal && inRestricting)) return;
                if (desired.IsEmpty) return;
                var token = RestrictedTokens.Create(c.Token,
                    isWrite ? RestrictedTokenFlags.WriteRestricted : RestrictedTokenFlags.None,
                    restrictingSids: restricting);
                var normal = SambaGrants(samba, Sids(c.Token), c.Token, c.Descriptor, desired);
                var expected = normal && (isWrite && !desired.Overlaps(mapping.WriteClass)
                    || SambaGrants(samba, restricting, c.Token, c.Descriptor, desired));
                var ours = AccessCheck.Check(token, c.Descriptor, desired, mapping).IsGranted;
                if (ours) granted++;
                else refused++;
                Assert.Equal(expected, ours);
            }, iter: 5000, threads: 1);
        Assert.True(granted > 60 && refused > 500, $"{granted} {refused}");
    }

    /// <summary>The differences that the generators leave out.</summary>
    [Theory]
    [InlineData("D:(A;;FA;;;WD)", 0u, "00000000", false)] // nothing asked: Samba grants it; SeAccessCheck refuses
    [InlineData("D:(A;;0x1000000;;;WD)", 0x1000000u, "01000000",
        false)] // SACL access by an entry: MS-DTYP 2.5.3.2 asks for the privilege alone
    [InlineData("O:S-1-5-21-1-2-3-1001D:(A;;CC;;;OW)(D;;CC;;;S-1-5-21-1-2-3-1001)", 1u, "00000001",
        true)] // none: order holds for OWNER_RIGHTS too
    [InlineData("O:SY", 1u, "c0000022", true)] // no DACL: MS-DTYP 2.5.3.2, "any access check will succeed"
    public void Known_differences(string sddl, uint desired, string samba, bool weGrant)
    {
        using var oracle = Samba.Start();
        var descriptor = SecurityDescriptor.Parse(sddl);
        var answer = oracle.Ask(
            Question(Sids(Tokens.User), Tokens.User with { EnabledPrivileges = Privileges.None }, descriptor, desired));
        Assert.Equal(samba,
            answer.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)answer! : $"{(long)answer:x8}");
        Assert.Equal(weGrant,
            AccessCheck.Check(Tokens.User, descriptor, desired, SecurableType.File.Mapping).IsGranted);
    }

    [Fact]
    public void Children_inherit_the_same_entries()
    {
        using var samba = Samba.Start();

        // The file server's routine maps no generic rights.
        var sids = Gen.OneOf(SecurityGens.FewSids, Gens.Of(WellKnownSids.CreatorOwner, WellKnownSids.CreatorGroup));
        var ace = Gen.Select(Gens.Of(AceType.Allowed, AceType.Denied), SecurityGens.Mask, sids, SecurityGens.Flags,
            (t, m, s, f) => new Ace(t, m.Without(AccessMask.AnyGeneric), s) { Flags = f });
        Gen.Select(ace.Array[0, 5], Gen.Bool).Sample((parent, isContainer) =>
        {
            var child = new NewObject(isContainer, default, Tokens.Alice, Tokens.User.PrimaryGroup);
            var ours = AceInheritance.FromParent(new(parent), child);
            var question = new JsonObject
            {
                ["kind"] =
                    "child", ["container"] =
                        isContainer, ["owner"] = Tokens.Alice.ToString(),
                        ["group"] = Tokens.User.PrimaryGroup.ToString(),
                ["parent"] =
                    Hex(new SecurityDescriptor { Owner = WellKnownSids.LocalSystem,
                        Group = WellKnownSids.LocalSystem }.WithDacl(new(parent))
                    with { Control = DescriptorControl.SelfRelative | DescriptorControl.DaclPresent
                        | DescriptorControl.DaclAutoInherited }), // else it marks nothing
            };
            var theirs = SecurityDescriptor.Read(Convert.FromHexString((string)samba.Ask(question)!)).Dacl?.Aces ?? [];
            Assert.Equal(string.Concat(theirs), string.Concat(ours.Distinct())); // it leaves out what is there already
        }, iter: Cases, threads: 1);
    }

    [Fact]
    public void Samba_reads_FA_without_the_standard_rights_that_MS_DTYP_gives_it()
    {
        using var samba = Samba.Start();
        const string Sddl = "D:(A;;FA;;;WD)(A;;FR;;;WD)(A;;FW;;;WD)(A;;FX;;;WD)";
        var bytes = Convert.FromHexString((string)samba.Ask(new() { ["kind"] = "parse", ["sddl"] = Sddl })!);
        Assert.Equal([0x1ffu, 0x120089u, 0x120116u, 0x1200a0u],
            SecurityDescriptor.Read(bytes).Dacl!.Aces.Select(a => a.Mask.Value));
        Assert.Equal([0x1f01ffu, 0x120089u, 0x120116u, 0x1200a0u],
            SecurityDescriptor.Parse(Sddl).Dacl!.Aces.Select(a => a.Mask.Value));
    }

    private static Sid[] Sids(Token token) => [token.User, .. token.Groups.Where(g => g.IsEnabled).Select(g => g.Sid)];

    private static string Hex(SecurityDescriptor descriptor) => Convert.ToHexStringLower(descriptor.ToBytes());

    private static bool SambaGrants(Samba samba, Sid[] sids, Token token, SecurityDescriptor descriptor,
        AccessMask desired)
    {
        var answer = samba.Ask(Question(sids, token, descriptor, desired));
        return answer.GetValueKind() == System.Text.Json.JsonValueKind.Number;
    }

    private static JsonObject Question(Sid[] sids, Token token, SecurityDescriptor descriptor, AccessMask desired) =>
        new()
        {
            ["kind"] = "check", ["sids"] = new JsonArray([.. sids.Select(s => (JsonNode)s.ToString())]),
                ["sd"] = Hex(descriptor),
                ["desired"] = desired.Value,
            ["privileges"] = new JsonArray([
                .. token.HasEnabled(Privileges.Security) ? (JsonNode[])["SEC_PRIV_SECURITY"] : [],
                .. token.HasEnabled(Privileges.TakeOwnership) ? (JsonNode[])["SEC_PRIV_TAKE_OWNERSHIP"] : []]),
        };

    /// <summary>
    /// Samba computes no revision from the entries, and its text leaves out what an object entry without GUIDs is.
    /// </summary>
    private static string Comparable(SecurityDescriptor descriptor) => descriptor.ToSddl(SddlDomains.None);
}
