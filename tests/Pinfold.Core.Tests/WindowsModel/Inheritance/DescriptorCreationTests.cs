using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Inheritance;

public sealed class DescriptorCreationTests
{
    /// <summary>
    /// The table of MS-DTYP 2.5.3.4.4: parent's flags → container's, leaf's; a hyphen where nothing is inherited.
    /// </summary>
    [Theory]
    [InlineData("", "-", "-")]
    [InlineData("IO", "-", "-")]
    [InlineData("OI", "OIIOID", "ID")]
    [InlineData("OINP", "-", "ID")]
    [InlineData("CI", "CIID", "-")]
    [InlineData("CINP", "ID", "-")]
    [InlineData("OICI", "OICIID", "ID")]
    [InlineData("OICINP", "ID", "ID")]
    [InlineData("CIIO", "CIID", "-")]
    [InlineData("OICIIO", "OICIID", "ID")]
    public void The_table_of_MS_DTYP_2_5_3_4_4(string parent, string container, string leaf)
    {
        // Where the table has IO,CI,OI for a container, the entry below it has generic rights; one without stays
        // effective, as Windows shows it.
        var acl = SecurityDescriptor.Parse($"D:(A;{parent};FR;;;WD)").Dacl;
        Assert.Equal(container == "-" ? "" : $"(A;{container};FR;;;WD)",
            string.Concat(AceInheritance.FromParent(acl, Child(true))));
        Assert.Equal(leaf == "-" ? "" : $"(A;{leaf};FR;;;WD)",
            string.Concat(AceInheritance.FromParent(acl, Child(false))));
    }

    [Fact]
    public void An_entry_with_generic_rights_or_a_creator_becomes_two_in_a_container_and_one_in_a_leaf()
    {
        Assert.Equal($"D:AI(A;ID;FA;;;{Tokens.Alice})(A;OICIIOID;GA;;;CO)(A;ID;FR;;;BU)(A;CIIOID;GR;;;BU)",
            Made("D:(A;OICIIO;GA;;;CO)(A;CI;GR;;;BU)", true));
        Assert.Equal($"D:AI(A;ID;FA;;;{Tokens.Alice})", Made("D:(A;OICIIO;GA;;;CO)(A;CI;GR;;;BU)", false));
        Assert.Equal("D:AI(A;ID;FA;;;S-1-5-21-1-2-3-513)", Made("D:(A;OI;GA;;;CG)", false));
    }

    [Fact]
    public void Owner_rights_stand_for_whoever_will_own_it_so_that_the_entry_is_passed_on_as_it_is()
    {
        Assert.Equal("D:AI(A;OICIID;RC;;;OW)", Made("D:(A;OICI;RC;;;OW)", true));
        Assert.Equal("D:AI(A;ID;RC;;;OW)", Made("D:(A;OICI;RC;;;OW)", false));
    }

    [Fact]
    public void What_is_given_comes_before_what_is_inherited_and_a_protected_list_inherits_nothing()
    {
        const string Parent = "D:(A;OICI;FA;;;SY)";
        Assert.Equal("D:AI(D;;FW;;;WD)(A;OICIID;FA;;;SY)", Made(Parent, true, "D:(D;;FW;;;WD)(A;ID;FR;;;BU)"));
        Assert.Equal("D:P(D;;FW;;;WD)(A;;FR;;;BU)", Made(Parent, true, "D:P(D;;FW;;;WD)(A;ID;FR;;;BU)"));
        Assert.Equal("D:(D;;FW;;;WD)", Made(Parent, true, "D:(D;;FW;;;WD)", InheritFlags.None));
        Assert.Equal("D:AI(A;OICIID;FA;;;SY)", Made(Parent, true, "D:(D;;FW;;;WD)",
            InheritFlags.AutoInherit | InheritFlags.DefaultDescriptorForObject));
        Assert.Equal("D:(A;;FA;;;BU)", Made("D:", true, "D:(A;;GA;;;BU)", InheritFlags.DefaultDescriptorForObject));
    }

    [Fact]
    public void A_null_DACL_that_is_given_stays_null() =>
        Assert.Equal("D:NO_ACCESS_CONTROL", Made("D:(A;OICI;FA;;;SY)", true, "D:NO_ACCESS_CONTROL"));

    [Fact]
    public void Where_nothing_is_inherited_the_default_DACL_of_the_token_counts()
    {
        var expected = $"D:(A;;FA;;;{Tokens.Alice})(A;;FA;;;SY)(A;;0x1200a9;;;{Tokens.Logon})";
        Assert.Equal(expected, Made(null, false));
        Assert.Equal(expected, Made("D:(A;;FA;;;WD)", false));
        Assert.Equal(expected, Made("D:(A;CI;FA;;;WD)", false));
        var token = Tokens.User with { DefaultDacl = null };
        Assert.Equal("D:NO_ACCESS_CONTROL", Made(null, false, token: token));
    }

    [Fact]
    public void Owner_and_group_are_given_or_of_the_parent_or_of_the_token()
    {
        var parent = SecurityDescriptor.Parse("O:SYG:BAD:");
        Assert.Equal(Tokens.Alice, Create(parent, null, InheritFlags.None).Owner);
        var ofParent = Create(parent, null, InheritFlags.DefaultOwnerFromParent | InheritFlags.DefaultGroupFromParent);
        Assert.Equal((WellKnownSids.LocalSystem, WellKnownSids.Administrators), (ofParent.Owner, ofParent.Group));
        var given = Create(parent, SecurityDescriptor.Parse("O:BUG:BU"), InheritFlags.DefaultOwnerFromParent);
        Assert.Equal((WellKnownSids.Users, WellKnownSids.Users), (given.Owner, given.Group));
    }

    [Fact]
    public void Entries_for_one_kind_of_child_apply_to_that_kind()
    {
        var kind = Guid.Parse("bf967a86-0de6-11d0-a285-00aa003049e2");
        var parent = SecurityDescriptor.Parse($"D:(OA;CI;GR;;{kind};WD)");
        var other = DescriptorCreation.Create(parent, null, Tokens.User, SecurableType.File, true,
            InheritFlags.AutoInherit);
        Assert.Equal($"(OA;CIIOID;GR;;{kind};WD)", other.Dacl!.ToString());
        var same = DescriptorCreation.Create(parent, null, Tokens.User, SecurableType.File, true,
            InheritFlags.AutoInherit, kind);
        Assert.Equal($"(A;ID;FR;;;WD)(OA;CIIOID;GR;;{kind};WD)", same.Dacl!.ToString());
    }

    [Fact]
    public void Labels_are_inherited_and_given_by_the_kernel_below_medium_and_to_processes()
    {
        Assert.Equal("S:AI(ML;OICIID;NW;;;LW)", Sacl("S:(ML;OICI;NW;;;LW)", Tokens.User, SecurableType.Directory));
        Assert.Equal("", Sacl(null, Tokens.User, SecurableType.File));
        var low = Tokens.User with { IntegrityLevel = WellKnownSids.Low };
        Assert.Equal("S:(ML;;NW;;;LW)", Sacl(null, low, SecurableType.File));
        Assert.Equal("S:(ML;;NWNR;;;ME)", Sacl(null, Tokens.User, SecurableType.Process));
        Assert.Equal("S:(ML;;NWNR;;;HI)", Sacl(null, Tokens.Administrator, SecurableType.Token));

        static string Sacl(string? parent, Token token, SecurableType type)
        {
            var made = DescriptorCreation.Create(
                parent is null
                    ? null
                    : SecurityDescriptor.Parse(parent), null, token, type,
                    type.IsContainer, InheritFlags.AutoInherit).ToSddl();
            return made.Contains("S:", StringComparison.Ordinal)
                ? made[made.IndexOf("S:", StringComparison.Ordinal)..]
                : "";
        }
    }

    [Fact]
    public void A_session_of_one_sandbox_cannot_open_the_processes_of_another()
    {
        var (one, two) = (Session("S-1-5-80-1-1-1-1-1"), Session("S-1-5-80-2-2-2-2-2"));
        var process = DescriptorCreation.Create(null, null, one, SecurableType.Process, false, InheritFlags.None);
        AccessMask write = SecurableType.Process.Mapping.Write;
        Assert.True(AccessCheck.Check(one, process, write, SecurableType.Process.Mapping).IsGranted);
        Assert.False(AccessCheck.Check(two, process, write, SecurableType.Process.Mapping).IsGranted);

        // The design's default DACL; the published one of another sandbox names Everyone, and does not keep sessions
        // apart.
        var open = one with { DefaultDacl = SecurityDescriptor.Parse("D:(A;;GA;;;WD)").Dacl };
        var reached = DescriptorCreation.Create(null, null, open, SecurableType.Process, false, InheritFlags.None);
        Assert.True(AccessCheck.Check(two, reached, write, SecurableType.Process.Mapping).IsGranted);

        static Token Session(string sid) => RestrictedTokens.Create(
            Tokens.User with
            {
                DefaultDacl = SecurityDescriptor.Parse($"D:(A;;GA;;;SY)(A;;GA;;;{Tokens.Alice})(A;;GA;;;{sid})").Dacl
            },
            RestrictedTokenFlags.WriteRestricted,
            restrictingSids: [Sid.Parse(sid), Tokens.Logon, WellKnownSids.Everyone]);
    }

    [Fact]
    public void A_child_of_a_child_inherits_as_the_child_does_from_a_list_without_generic_rights() =>
        SecurityGens.OptionalAcl(SecurityGens.DaclAce).Sample(parent =>
    {
        var first = new Acl(AceInheritance.FromParent(parent, Child(true)));
        var second = AceInheritance.FromParent(first, Child(true));
        Assert.All(second, a => Assert.True(a.IsInherited));
        Assert.Equal(second, AceInheritance.FromParent(new Acl(second), Child(true)));
    });

    private static NewObject Child(bool isContainer) =>
        new(isContainer, SecurableType.File.Mapping, Tokens.Alice, Tokens.User.PrimaryGroup);

    private static SecurityDescriptor Create(SecurityDescriptor? parent, SecurityDescriptor? creator,
        InheritFlags flags) =>
        DescriptorCreation.Create(parent, creator, Tokens.User, SecurableType.File, false, flags);

    private static string Made(string? parent, bool isContainer, string? creator = null,
        InheritFlags flags = InheritFlags.AutoInherit,
        Token? token = null) =>
        (DescriptorCreation.Create(
            parent is null ? null : SecurityDescriptor.Parse(parent),
            creator is null ? null : SecurityDescriptor.Parse(creator),
            token ?? Tokens.User, SecurableType.File, isContainer, flags) with { Owner = null, Group = null }).ToSddl();
}
