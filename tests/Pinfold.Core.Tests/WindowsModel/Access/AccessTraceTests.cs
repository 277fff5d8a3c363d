using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Rights;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Access;

public sealed class AccessTraceTests
{
    [Fact]
    public void The_entry_that_decided_each_right_is_named()
    {
        var trace = Explain(Tokens.WriteRestricted, "O:SYD:(A;;FR;;;BU)(A;;0x116;;;S-1-5-21-1-2-3-1001)", 0x1 | 0x2);
        Assert.Equal("""
            ReadData: granted by entry 1, (A;;FR;;;BU)
            WriteData: granted by entry 2, (A;;DCLCRPCR;;;S-1-5-21-1-2-3-1001)
            ReadData | WriteData: refused by no entry allowing it (restricting SIDs)
            """.ReplaceLineEndings("\n"), trace.Describe(SecurableType.File));
        AccessDecision last = trace.Deciding(0x2)!;
        Assert.Equal((false, AccessPass.Restricted, DecidedBy.NoEntry), (last.IsGranted, last.Pass, last.By));
    }

    [Theory]
    [InlineData("D:(D;;FW;;;WD)(A;;FA;;;WD)", 0x2u, "WriteData: refused by entry 1, (D;;FW;;;WD)")]
    [InlineData("O:S-1-5-21-1-2-3-1001D:", 0x40000u, "WRITE_DAC: granted by being the owner")]
    [InlineData("D:NO_ACCESS_CONTROL", 0x1u, "ReadData: granted by the object having no DACL")]
    [InlineData("D:(A;;FA;;;WD)S:(ML;;NW;;;HI)", 0x2u, "WriteData: refused by the label (ML;;NW;;;HI)")]
    [InlineData("D:", 0x1000000u, "ACCESS_SYSTEM_SECURITY: refused by a privilege")]
    [InlineData("O:SYD:", 0x1u, "ReadData: refused by no entry allowing it")]
    public void What_decided_is_said(string sddl, uint desired, string sentence) =>
        Assert.Equal(sentence, Explain(Tokens.User, sddl, desired).Describe(SecurableType.File));

    [Fact]
    public void A_low_level_is_told_what_an_object_without_a_label_has() => Assert.Equal(
        "WriteData: refused by the level of an object without a label, medium",
        Explain(Tokens.User with { IntegrityLevel = WellKnownSids.Low }, "D:(A;;FA;;;WD)",
            FileRights.WriteData).Describe(SecurableType.File));

    [Fact]
    public void The_trace_gives_the_same_result_and_explains_every_right() =>
        Gen.Select(AccessGens.Token, SecurityGens.Descriptor, AccessGens.Desired).Sample((token, descriptor, desired) =>
        {
            var mapping = SecurableType.File.Mapping;
            var trace = AccessCheck.Explain(token, descriptor, desired, mapping);
            Assert.Equal(AccessCheck.Check(token, descriptor, desired, mapping), trace.Result);
            if (desired.Contains(AccessMask.MaximumAllowed) || desired.IsEmpty) return;
            if (!trace.Result.IsGranted) Assert.Contains(trace.Decisions, d => !d.IsGranted);
            else
                for (var bit = 1u; bit != 0; bit <<= 1)
                    if (mapping.Map(desired).Contains(bit))
                        Assert.True(trace.Deciding(bit) is { IsGranted: true }, $"{bit:x}");
        });

    private static AccessTrace Explain(Token token, string sddl, AccessMask desired) =>
        AccessCheck.Explain(token, SecurityDescriptor.Parse(sddl), desired, SecurableType.File.Mapping);
}
