using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

public sealed class IntegrityCheckTests
{
    private static readonly Token Low = Tokens.User with { IntegrityLevel = WellKnownSids.Low };

    [Fact]
    public void A_lower_level_reads_and_does_not_write_what_has_no_label()
    {
        const string Sddl = "D:(A;;FA;;;WD)";
        Assert.True(Low.Gets(Sddl, AccessMask.GenericRead | AccessMask.GenericExecute));
        foreach (var right in (AccessMask[])[FileRights.WriteData,
            AccessMask.Delete, AccessMask.WriteDac, AccessMask.WriteOwner,
            DirectoryRights.DeleteChild])
        {
            Assert.False(Low.Gets(Sddl, right));
            Assert.True(Low.Gets(Sddl + "S:(ML;;NW;;;LW)", right));
            Assert.True(Tokens.User.Gets(Sddl, right));
        }

        Assert.False(Tokens.User.Gets(Sddl + "S:(ML;;NW;;;HI)", FileRights.WriteData));
    }

    [Fact]
    public void Each_policy_blocks_its_class()
    {
        Assert.False(Low.Gets("D:(A;;FA;;;WD)S:(ML;;NR;;;ME)", FileRights.ReadData));
        Assert.True(Low.Gets("D:(A;;FA;;;WD)S:(ML;;NR;;;ME)", FileRights.WriteData));
        Assert.False(Low.Gets("D:(A;;FA;;;WD)S:(ML;;NWNRNX;;;ME)", AccessMask.Synchronize));
        Assert.False(Low.Gets("D:(A;;FA;;;WD)S:(ML;;NX;;;ME)", FileRights.Execute));
        Assert.True(Low.Gets("D:(A;;FA;;;WD)S:(ML;;;;;ME)", AccessMask.GenericAll));
        Assert.False(Low.Gets("D:(A;;0x1fffff;;;WD)S:(ML;;NWNR;;;ME)", ProcessRights.VmRead, SecurableType.Process));
        Assert.True(Low.Gets("D:(A;;0x1fffff;;;WD)S:(ML;;NWNR;;;ME)", ProcessRights.QueryLimitedInformation,
            SecurableType.Process));
    }

    [Fact]
    public void A_token_without_the_policy_is_not_bound_and_the_relabel_privilege_leaves_the_owner()
    {
        Assert.True((Low with { MandatoryPolicy = MandatoryPolicy.Off }).Gets("D:(A;;FA;;;WD)", FileRights.WriteData));
        var relabel = Low with { Privileges = Privileges.Relabel, EnabledPrivileges = Privileges.Relabel };
        Assert.True(relabel.Gets("D:", AccessMask.WriteOwner));
    }

    [Fact]
    public void Maximum_leaves_out_what_the_label_takes()
    {
        var granted = Low.Check("D:(A;;FA;;;WD)", AccessMask.MaximumAllowed).Granted;
        Assert.Equal(0x1200a9u, granted.Value);
        Assert.Equal((AccessMask)FileRights.All
            & IntegrityCheck.Allowed(Low, SecurityDescriptor.Parse("D:"), SecurableType.File.Mapping),
            granted);
    }

    /// <summary>What the one question about labels answers is what the access check lets through.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("(ML;;;;;ME)")]
    [InlineData("(ML;;NW;;;ME)")]
    [InlineData("(ML;;NR;;;ME)")]
    [InlineData("(ML;;NWNR;;;ME)")]
    [InlineData("(ML;;;;;HI)")]
    [InlineData("(ML;;NW;;;HI)")]
    [InlineData("(ML;;NW;;;LW)")]
    [InlineData("(ML;;NW;;;S-1-16-7936)")]
    public void Whom_a_label_lets_in_is_whom_the_check_lets_write(string? label)
    {
        var sddl = "D:(A;;FA;;;WD)" + (label is null ? "" : "S:" + label);
        var ace = SecurityDescriptor.Parse(sddl).MandatoryLabel;
        foreach (var level in (uint[])[0, 0x1000, 0x1F00, 0x1FFF, 0x2000, 0x3000])
        {
            var token = Tokens.User with { IntegrityLevel = new Sid(WellKnownSids.MandatoryLabelAuthority, level) };
            Assert.Equal(token.Gets(sddl, FileRights.WriteData | AccessMask.Delete),
                IntegrityCheck.LetsWrite(token.IntegrityLevel, ace));
            if (level < 0x2000 && IntegrityCheck.KeepsBelowMedium(ace))
                Assert.False(IntegrityCheck.LetsWrite(token.IntegrityLevel, ace));
        }

        Assert.Equal(label is null or "(ML;;NW;;;ME)" or "(ML;;NWNR;;;ME)" or "(ML;;NW;;;HI)",
            IntegrityCheck.KeepsBelowMedium(ace));
    }

    [Fact]
    public void Levels_are_in_order()
    {
        Sid[] order = [WellKnownSids.Untrusted, WellKnownSids.Low,
            WellKnownSids.Medium, WellKnownSids.MediumPlus, WellKnownSids.High,
            WellKnownSids.System];
        for (var i = 0; i < order.Length; i++)
            for (var j = 0; j < order.Length; j++) Assert.Equal(i >= j, IntegrityCheck.Dominates(order[i], order[j]));
        Assert.False(IntegrityCheck.Dominates(WellKnownSids.Everyone, WellKnownSids.Untrusted));
    }
}
