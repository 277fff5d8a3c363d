using Pinfold.Core.Policy;
using Xunit;

namespace Pinfold.Core.Tests.Policy;

public sealed class HostSyntaxTests
{
    private static readonly Origin Here = new(PolicyLayer.User, "test");

    [Theory]
    [InlineData("example.org:443", "example.org", false, 443)]
    [InlineData("EXAMPLE.org:1", "example.org", false, 1)]
    [InlineData("*.example.org:65535", "example.org", true, 65535)]
    [InlineData("192.0.2.1:80", "192.0.2.1", false, 80)]
    [InlineData("localhost:80", "localhost", false, 80)]
    public void Reads(string text, string host, bool subdomains, int port)
    {
        Assert.True(HostSyntax.TryParse(text, Here, out var rule, out _));
        Assert.Equal(new HostRule(host, subdomains, port, Here), rule);
    }

    [Theory]
    [InlineData("example.org")]
    [InlineData("example.org:0")]
    [InlineData("example.org:080")]
    [InlineData("example.org:65536")]
    [InlineData("example.org:")]
    [InlineData(":443")]
    [InlineData("*:443")]
    [InlineData("*.:443")]
    [InlineData("a.*.org:443")]
    [InlineData("*x.org:443")]
    [InlineData("example.org.:443")]
    [InlineData("-a.org:443")]
    [InlineData("ex ample.org:443")]
    [InlineData("user@example.org:443")]
    [InlineData("http://example.org:443")]
    [InlineData("bücher.example:443")]
    [InlineData("2130706433:80")]
    [InlineData("127.1:80")]
    [InlineData("0177.0.0.1:80")]
    [InlineData("0x7f.0.0.1:80")]
    [InlineData("127.0.0.0x1:80")]
    [InlineData("256.0.0.1:80")]
    [InlineData("*.0.0.1:80")]
    [InlineData("[::1]:80")]
    public void Rejects(string text)
    {
        Assert.False(HostSyntax.TryParse(text, Here, out _, out var error));
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("169.254.169.254:80")]
    [InlineData("169.254.170.2:80")]
    [InlineData("168.63.129.16:80")]
    [InlineData("100.100.100.200:80")]
    [InlineData("192.0.0.192:80")]
    [InlineData("0.0.0.0:80")]
    [InlineData("224.0.0.1:80")]
    [InlineData("255.255.255.255:80")]
    [InlineData("localhost:80")]
    [InlineData("*.localhost:80")]
    [InlineData("a.localhost:80")]
    public void What_no_rule_can_open_is_a_fault_and_no_rule(string text)
    {
        var result = PolicyLoader.Load([], new PolicyFlags { Allow = [text] },
            Pinfold.Core.Paths.CanonicalPath.Parse("/ws"), Pinfold.Core.Paths.CanonicalPath.Parse("/home/u"), []);
        Assert.Null(result.Policy);
        Assert.Equal("PF1035", Assert.Single(result.Diagnostics).Code);
    }

    [Theory]
    [InlineData("127.0.0.1:80")]
    [InlineData("10.0.0.5:80")]
    [InlineData("93.184.216.34:80")]
    [InlineData("localhost.example:80")]
    public void What_a_rule_can_open_is_none(string text) => Assert.NotNull(HostSyntax.Grant(text, out _));

    [Theory]
    [InlineData("*.example.org:443", "a.example.org:443", true)]
    [InlineData("*.example.org:443", "*.a.example.org:443", true)]
    [InlineData("*.example.org:443", "*.example.org:443", true)]
    [InlineData("*.example.org:443", "example.org:443", false)]
    [InlineData("*.example.org:443", "badexample.org:443", false)]
    [InlineData("example.org:443", "*.example.org:443", false)]
    [InlineData("example.org:443", "example.org:80", false)]
    public void Covers_what_it_allows_and_no_more(string outer, string inner, bool covers)
    {
        Assert.True(HostSyntax.TryParse(outer, Here, out var wide, out _));
        Assert.True(HostSyntax.TryParse(inner, Here, out var narrow, out _));
        Assert.Equal(covers, HostSyntax.Covers(wide!, narrow!));
    }
}
