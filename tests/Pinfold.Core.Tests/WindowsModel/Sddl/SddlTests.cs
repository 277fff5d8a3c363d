using CsCheck;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Sddl;
using Xunit;

namespace Pinfold.Core.Tests.WindowsModel.Sddl;

public sealed class SddlTests
{
    private static readonly SddlDomains Domains = new(SecurityGens.Domain, Sid.Parse("S-1-5-21-9-9-9"));

    [Theory]
    [InlineData(
        "O:BAG:SYD:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;0x1200a9;;;BU)(A;OICIIO;SDGXGWGR;;;AU)(A;;LC;;;AU)")]
    [InlineData("D:(A;;CCLCSWLOCRRC;;;IU)(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;BA)S:(AU;SAFA;WDWO;;;WD)")]
    [InlineData("D:AR(D;NP;KA;;;WR)(A;ID;KR;;;OW)(A;CIIO;KW;;;CO)(A;;FR;;;AC)(A;;FW;;;S-1-15-3-1)(A;;FX;;;LS)")]
    [InlineData(
        "D:(OA;CI;WP;bf967a86-0de6-11d0-a285-00aa003049e2;;AU)(OD;;CR;;bf967a86-0de6-11d0-a285-00aa003049e2;PS)")]
    [InlineData("S:PAI(ML;OICI;NWNR;;;HI)(RA;CI;;;;WD;(\"Project\",TS,0x0,\"Windows\",\"SQL\"))(SP;;;;;S-1-17-22)(TL;;;;;S-1-19-512-4096)")]
    [InlineData(
        "D:(XA;;FX;;;WD;(@User.Title == \"PM\" && (@User.Division == \"Finance\" || @User.Division == \"Sales\")))")]
    [InlineData("D:(XD;;GR;;;WD;(!(Member_of {SID(BA), SID(SO)}) || Not_Exists @Resource.dept))")]
    [InlineData("D:(ZA;;CR;bf967a86-0de6-11d0-a285-00aa003049e2;;WD;(Title))S:(XU;SA;GA;;;WD;(n >= 0x1f))")]
    [InlineData("D:NO_ACCESS_CONTROLS:")]
    [InlineData("")]
    public void What_is_in_the_usual_form_comes_out_as_it_was(string sddl) =>
        Assert.Equal(sddl, SecurityDescriptor.Parse(sddl).ToSddl());

    [Theory]
    [InlineData("S:D:G:SYO:BA", "O:BAG:SYD:S:")]
    [InlineData("D:(A;CIOI;FRFX;;;S-1-1-0)", "D:(A;OICI;0x1200a9;;;WD)")]
    [InlineData("D:(A;;0x00120089;;;s-1-5-18)", "D:(A;;FR;;;SY)")]
    [InlineData("D:(A;;2032127;;;SY)(A;;07;;;SY)", "D:(A;;FA;;;SY)(A;;CCDCLC;;;SY)")]
    [InlineData("D:(XA;;FX;;;WD;(  a==1&&b<-2||c))", "D:(XA;;FX;;;WD;(a == 1 && b < -2 || c))")]
    [InlineData("D:(XA;;FX;;;WD;((((a)))))", "D:(XA;;FX;;;WD;(a))")]
    public void Other_forms_come_out_in_the_usual_one(string sddl, string usual)
    {
        Assert.Equal(usual, SecurityDescriptor.Parse(sddl).ToSddl());
        Assert.Equal(usual, SecurityDescriptor.Parse(usual).ToSddl());
    }

    [Fact]
    public void Every_descriptor_survives_its_text() => SecurityGens.Descriptor.Sample(descriptor =>
        Assert.Equal(descriptor.ToBytes(), SecurityDescriptor.Parse(descriptor.ToSddl(Domains), Domains).ToBytes()));

    [Theory]
    [InlineData("X:", 0)]
    [InlineData("O:", 2)]
    [InlineData("O:ZZ", 2)]
    [InlineData("O:DA", 2)] // no domain
    [InlineData("O:SYO:SY", 4)]
    [InlineData("D:Q", 2)]
    [InlineData("D:(", 3)]
    [InlineData("D:(A", 3)]
    [InlineData("D:(Q;;GA;;;WD)", 3)]
    [InlineData("D:(A;XX;GA;;;WD)", 5)]
    [InlineData("D:(A;;ZZ;;;WD)", 6)]
    [InlineData("D:(A;;NW;;;WD)", 6)] // a label's policy
    [InlineData("D:(A;;0x100000000;;;WD)", 6)]
    [InlineData("D:(A;;12GA;;;WD)", 8)]
    [InlineData("D:(A;;08;;;WD)", 7)]
    [InlineData("D:(A;;GA;x;;WD)", 9)]
    [InlineData("D:(A;;GA;bf967a86-0de6-11d0-a285-00aa003049e2;;WD)", 47)]
    [InlineData("D:(A;;GA;;;WD", 13)]
    [InlineData("D:(A;;GA;;;WD;(a))", 13)]
    [InlineData("D:(XA;;GA;;;WD;a)", 15)]
    [InlineData("D:(XA;;GA;;;WD;(#1))", 16)]
    [InlineData("D:(XA;;GA;;;WD;(a == ))", 21)]
    [InlineData("D:(XA;;GA;;;WD;(a &&))", 20)]
    [InlineData("D:(XA;;GA;;;WD;(a == \"x))", 22)]
    [InlineData("D:(XA;;GA;;;WD;(a == #f))", 23)]
    [InlineData("D:(XA;;GA;;;WD;(Member_of {}))", 16)]
    [InlineData("D:(XA;;GA;;;WD;(Member_of {1}))", 16)]
    [InlineData("D:(XA;;GA;;;WD;(a == 9223372036854775808))", 21)]
    [InlineData("D:(XA;;GA;;;WD;(@User.%00 == 1))", 22)]
    [InlineData("S:(RA;;;;;WD)", 12)]
    [InlineData("S:(RA;;;;;WD;(\"a\",TQ,0,1))", 18)]
    [InlineData("S:(RA;;;;;WD;(\"a\",TI,0))", 22)]
    [InlineData("S:(RA;;;;;WD;(\"a\",TB,0,2))", 23)]
    public void Bad_text_is_refused_where_it_is_bad(string sddl, int offset)
    {
        Assert.False(SecurityDescriptor.TryParse(sddl, out _, out var error));
        Assert.Equal(offset, error.Offset);
    }

    [Fact]
    public void Any_text_gives_a_descriptor_or_an_error() =>
        Gen.Select(SecurityGens.Descriptor, Gen.Int[0, 1000],
            Gens.Of("(", ")", ";", "\"", "D:", "&&", "{", "%", "S-1-", "#", "\0"),
            Gen.Int[0, 30]).Sample((d, at, insert, cut) =>
        {
            var text = d.ToSddl(Domains);
            at = Math.Min(at, text.Length);
            text = text[..at] + insert + text[Math.Min(text.Length, at + cut)..];
            if (!SecurityDescriptor.TryParse(text, out var read, out var error))
                Assert.InRange(error.Offset, 0, text.Length);
            else Assert.Equal(read, SecurityDescriptor.Read(read.ToBytes()));
        });

    [Fact]
    public void Every_alias_is_its_SID_and_the_SID_is_the_alias()
    {
        foreach (var alias in SidAliases.All)
        {
            var sid = SidAliases.Find(alias, Domains);
            Assert.NotNull(sid);
            Assert.Equal(alias, SidAliases.Name(sid, Domains));
            Assert.True(SidAliases.Exists(alias));
        }

        Assert.Null(SidAliases.Find("ZZ", Domains));
        Assert.Equal("S-1-5-21-9-9-9-519", SidAliases.Find("EA", Domains)!.ToString());
        Assert.Equal("S-1-5-21-1-2-3-512", SidAliases.Name(SecurityGens.Domain.Child(512), SddlDomains.None));
    }

    [Fact]
    public void What_SDDL_cannot_say_is_refused_with_the_entry_and_shown_otherwise()
    {
        var descriptor = new SecurityDescriptor().WithDacl(new(
            new Ace(AceType.Allowed, 1, WellKnownSids.Everyone),
            new Ace(AceType.DeniedCallbackObject, 1, WellKnownSids.Everyone)));
        var error = Assert.Throws<SecurityFormatException>(() => descriptor.ToSddl());
        Assert.Equal(1, error.Offset);
        Assert.Contains("entry 2", error.Message, StringComparison.Ordinal);
        Assert.Contains("there is no word for its type", descriptor.ToString(), StringComparison.Ordinal);
        Assert.Equal("(A;;CC;;;WD)", descriptor.Dacl!.Aces[0].ToString());
        Assert.StartsWith("(A;;CC;;;WD)(DeniedCallbackObject", descriptor.Dacl.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("D:(XA;;GA;;;WD;(@User.\ud800x == \"\udfff\" && Exists %dd60))")]
    [InlineData("S:(RA;;;;;WD;(\"\ud800\",TS,0x0,\"\udc00x\"))")]
    public void Halves_of_surrogate_pairs_survive(string sddl)
    {
        Assert.Equal(sddl, SecurityDescriptor.Parse(sddl).ToSddl());
        Assert.Equal(sddl, SecurityDescriptor.Read(SecurityDescriptor.Parse(sddl).ToBytes()).ToSddl());
    }

    [Fact]
    public void Conditions_nest_to_a_limit()
    {
        Assert.True(SecurityDescriptor.TryParse($"D:(XA;;GA;;;WD;{Nested(100)})", out _, out _));
        foreach (var deep in (string[])[Nested(300), "(" + new string('!', 200) + "a)",
            "(a" + string.Concat(Enumerable.Repeat("&&a", 200)) + ")"])
        {
            Assert.False(SecurityDescriptor.TryParse($"D:(XA;;GA;;;WD;{deep})", out _, out var error));
            Assert.Contains("nest deeper", error.Message, StringComparison.Ordinal);
        }

        static string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
    }
}
