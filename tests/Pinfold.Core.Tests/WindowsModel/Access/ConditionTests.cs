using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Conditions;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

/// <summary>MS-DTYP 2.4.4.17.3, 2.4.4.17.6 and 2.4.4.17.7.</summary>
public sealed class ConditionTests
{
    private static readonly Token Claimed = Tokens.User with
    {
        UserClaims =
        [
            new("Title", AttributeType.Text, ["PM"]),
            new("Level", AttributeType.Int64, [5L]), new("Big", AttributeType.UInt64,
                [ulong.MaxValue]),
            new("Teams", AttributeType.Text, ["a", "b"]),
            new("Staff", AttributeType.Boolean, [true]), new("Blob", AttributeType.Octets,
                [ImmutableArray.Create<byte>(1, 2)]),
            new("Strict", AttributeType.Text, ["PM"]) { Flags = SecurityAttribute.CaseSensitive },
            new("Empty", AttributeType.Text, [""]),
            new("Who", AttributeType.Sid, [WellKnownSids.Users]),
        ],
        DeviceClaims = [new("Managed", AttributeType.Boolean, [true])],
        LocalClaims = [new("Local", AttributeType.Int64, [0L])],
        DeviceSids = [Tokens.Bob],
    };

    [Theory]
    [InlineData("@User.title == \"pm\"", Truth.True)]
    [InlineData("@User.Strict == \"pm\"", Truth.False)]
    [InlineData("@User.Title == 1", Truth.Unknown)]
    [InlineData("@User.Title == 1 || @User.Level == 5", Truth.Unknown)] // an error is the whole condition's
    [InlineData("@User.Nothing == 1 || @User.Level == 5", Truth.True)]
    [InlineData("@User.Nothing == 1 && @User.Level == 5", Truth.Unknown)]
    [InlineData("@User.Nothing == 1 && @User.Level == 6", Truth.False)]
    [InlineData("@User.Level >= 5 && @User.Level < 6 && @User.Level > -1 && @User.Level <= 0x5", Truth.True)]
    [InlineData("@User.Big > 5", Truth.True)]
    [InlineData("@User.Teams > \"a\"", Truth.Unknown)]
    [InlineData("@User.Teams == {\"B\", \"A\"}", Truth.True)]
    [InlineData("@User.Teams == \"a\"", Truth.False)]
    [InlineData("@User.Teams != \"a\"", Truth.True)]
    [InlineData("@User.Teams Contains \"a\"", Truth.True)]
    [InlineData("@User.Teams Contains {\"a\", \"c\"}", Truth.False)]
    [InlineData("@User.Teams Not_Contains {\"a\", \"c\"}", Truth.True)]
    [InlineData("@User.Teams Any_of {\"a\", \"c\"}", Truth.True)]
    [InlineData("@User.Teams Not_Any_of {\"c\"}", Truth.True)]
    [InlineData("@User.Title < \"Q\"", Truth.True)]
    [InlineData("@User.Title < \"PMs\"", Truth.True)]
    [InlineData("@User.Staff == 1", Truth.True)]
    [InlineData("@User.Staff == 2", Truth.Unknown)]
    [InlineData("@User.Staff > 0", Truth.Unknown)]
    [InlineData("@User.Blob == #0102", Truth.True)]
    [InlineData("@User.Who == SID(BU)", Truth.True)]
    [InlineData("@User.Staff", Truth.True)]
    [InlineData("@User.Empty", Truth.False)]
    [InlineData("@User.Teams", Truth.Unknown)]
    [InlineData("!@User.Nothing", Truth.Unknown)]
    [InlineData("Local", Truth.False)]
    [InlineData("!Local && Exists Local && Not_Exists @User.Nothing", Truth.True)]
    [InlineData("@Device.Managed", Truth.True)]
    [InlineData("@Resource.Dept == \"Sales\"", Truth.True)]
    [InlineData("@User.Title == @Resource.Dept", Truth.False)]
    [InlineData("@User.Title == @Resource.Nothing", Truth.Unknown)]
    [InlineData("Member_of {SID(BU), SID(WD)}", Truth.True)]
    [InlineData("Member_of {SID(BU), SID(BA)}", Truth.False)]
    [InlineData("Member_of_Any {SID(BU), SID(BA)} && Not_Member_of SID(BA) && Not_Member_of_Any {SID(BA)}", Truth.True)]
    [InlineData("Device_Member_of SID(S-1-5-21-1-2-3-1002) && Device_Member_of_Any {SID(BA), SID(S-1-5-21-1-2-3-1002)}",
        Truth.True)]
    [InlineData("Not_Device_Member_of SID(BA) && Not_Device_Member_of_Any {SID(BA)}", Truth.True)]
    public void Conditions_come_to(string condition, Truth truth)
    {
        var sacl = SecurityDescriptor.Parse("S:(RA;;;;;WD;(\"Dept\",TS,0x0,\"Sales\"))").Sacl;
        Assert.Equal(truth,
            new ConditionEvaluator(Claimed, sacl).Evaluate(ConditionalExpression.Parse(condition), SidMatch.Allow));
    }

    [Theory]
    [InlineData("@User.Level == 5", true, false)]
    [InlineData("@User.Level == 6", false, true)]
    [InlineData("@User.Nothing == 6", false, false)] // unknown: not allowed, and denied
    public void Allowing_entries_need_truth_and_denying_ones_anything_but_falsehood(string condition,
        bool isAllowed, bool isLeft)
    {
        Assert.Equal(isAllowed, Claimed.Gets($"D:(XA;;FA;;;WD;({condition}))", 1));
        Assert.Equal(isLeft, Claimed.Gets($"D:(XD;;FA;;;WD;({condition}))(A;;FA;;;WD)", 1));
        Assert.Equal(isAllowed, Claimed.Gets($"D:(ZA;;FA;;;WD;({condition}))", 1));
    }

    [Fact]
    public void A_callback_entry_without_a_condition_is_unknown()
    {
        Assert.False(Claimed.Gets("D:(XA;;FA;;;WD)", 1));
        Assert.False(Claimed.Gets("D:(XD;;FA;;;WD)(A;;FA;;;WD)", 1));
        var broken = new SecurityDescriptor().WithDacl(new(
            new Ace(AceType.DeniedCallbackObject, 1, WellKnownSids.Everyone)
                { ApplicationData = [.. "artx"u8, 0x80, 0, 0, 0] },
            new Ace(AceType.Allowed, 1, WellKnownSids.Everyone)));
        Assert.False(AccessCheck.Check(Claimed, broken, 1, SecurableType.File.Mapping).IsGranted);
    }

    [Fact]
    public void Deny_only_groups_are_members_for_denying_entries_alone()
    {
        var token = RestrictedTokens.Create(Tokens.Administrator, RestrictedTokenFlags.LuaToken);
        Assert.False(token.Gets("D:(XA;;FA;;;WD;(Member_of SID(BA)))", 1));
        Assert.False(token.Gets("D:(XD;;FA;;;WD;(Member_of SID(BA)))(A;;FA;;;WD)", 1));
    }
}
