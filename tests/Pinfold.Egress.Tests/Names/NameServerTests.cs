using System.Buffers.Binary;
using System.Net;
using System.Text;
using CsCheck;
using Pinfold.Core.Decisions;
using Pinfold.Egress.Names;
using Xunit;

namespace Pinfold.Egress.Tests.Names;

/// <summary>Names are answered from the allow list, and nothing is asked outside.</summary>
public sealed class NameServerTests
{
    private readonly List<EgressRecord> _told = [];
    private readonly SyntheticNames _names = new(3);

    [Fact]
    public void An_allowed_name_gets_an_address_that_stands_for_it()
    {
        var answer = Ask("Registry.Example", NameQuery.A)!;
        Assert.Equal(0, answer[3] & 15);
        var address = new IPAddress(answer.AsSpan(answer.Length - 4));
        Assert.StartsWith("198.18.", address.ToString(), StringComparison.Ordinal);
        Assert.Equal("registry.example", _names.NameOf(address));
        Assert.Equal("registry.example", _names.NameOf(address.MapToIPv6()));
        Assert.Equal("registry.example",
            _names.NameOf(new IPAddress(Ask("registry.example", NameQuery.Aaaa)!.AsSpan()[^16..])));
        Assert.Empty(_told);
    }

    [Fact]
    public void A_sub_domain_of_a_wildcard_gets_one_and_the_name_itself_does_not()
    {
        Assert.Equal(0, Ask("a.b.example", NameQuery.A)![3] & 15);
        Assert.Equal(3, Ask("b.example", NameQuery.A)![3] & 15);
    }

    [Theory]
    [InlineData("c2vjcmv0.evil.example")]
    [InlineData("evil.example")]
    [InlineData("registry.example.evil.example")]
    [InlineData("1.2.3.4")]
    public void Another_name_does_not_exist_and_is_told_once(string name)
    {
        Assert.Equal(3, Ask(name, NameQuery.A)![3] & 15);
        Assert.Equal(3, Ask(name, NameQuery.Aaaa)![3] & 15);
        Assert.Equal((EgressEntrance.Name, EgressOutcome.Denied, name),
            (_told.Single().Entrance, _told[0].Outcome, _told[0].Host));
    }

    [Theory]
    [InlineData("127.0.0.1")] // what a resolver makes of '127.0.0.1.'
    [InlineData("0x7f000001")]
    public void An_address_is_refused_as_one_and_no_flag_is_offered_for_it(string name)
    {
        Assert.Equal(3, Ask(name, NameQuery.A)![3] & 15);
        var told = Assert.Single(_told);
        Assert.Equal((name, null, "an address is not looked up: connect to it as it is, without a final dot"),
            (told.Host, told.Remedy, told.Rule));
    }

    [Fact]
    public void The_flag_that_is_offered_for_a_name_has_it_answered()
    {
        Ask("other.example", NameQuery.A);
        Assert.Equal("--allow other.example:443", _told.Single().Remedy);
        var answer = new NameServer(new EgressRules(Place.Policy([Place.Allow("other.example", 443)])), _names,
            v6: true, _told.Add).Answer(Query("other.example", NameQuery.A))!;
        Assert.Equal(0, answer[3] & 15);
    }

    [Theory]
    [InlineData(16)] // TXT
    [InlineData(15)] // MX
    [InlineData(65)] // HTTPS
    [InlineData(255)] // ANY
    [InlineData(10)] // NULL
    public void Nothing_but_addresses_is_known_of_a_name(int type)
    {
        var answer = Ask("registry.example", type)!;
        Assert.Equal((0, 0), (answer[3] & 15, BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(6))));
    }

    [Fact]
    public void More_names_than_there_may_be_get_no_address()
    {
        for (var i = 0; i < 3; i++) Assert.Equal(0, Ask($"x{i}.b.example", NameQuery.A)![3] & 15);
        Assert.Equal(2, Ask("x3.b.example", NameQuery.A)![3] & 15);
        Assert.Equal(0, Ask("x1.b.example", NameQuery.A)![3] & 15);
    }

    [Fact]
    public void An_address_that_stands_for_nothing_has_no_name()
    {
        foreach (var address in (string[])["198.18.0.0", "198.18.1.0", "198.19.255.255", "0.0.0.0",
            "255.255.255.255", "8.8.8.8", "::", "2001:2::", "2001:2::100", "2001:2::ffff:ffff"])
            Assert.Null(_names.NameOf(IPAddress.Parse(address)));
    }

    [Fact]
    public void Any_bytes_are_answered_with_their_own_question_or_not_at_all() => Gen.Byte.Array[0, 80].Sample(bytes =>
    {
        if (bytes.Length > 11) bytes = [.. bytes[..2], 1, 0, 0, 1, 0, 0, 0, 0, 0, bytes[11], .. bytes[12..]];
        var answer = Server().Answer(bytes);
        if (answer is null) return;
        Assert.Equal(bytes[..2], answer[..2]);
        Assert.NotEqual(0, answer[2] & 0x80);
        Assert.InRange(answer.Length, 17, bytes.Length + 28);
    });

    private byte[]? Ask(string name, int type) => Server().Answer(Query(name, type));

    private NameServer Server() => new(new EgressRules(
        Place.Policy([Place.Allow("registry.example", 443), Place.Allow("b.example", 443, subdomains: true)])),
        _names, v6: true, record =>
        {
            if (!_told.Exists(t => t == record)) _told.Add(record);
        });

    internal static byte[] Query(string name, int type)
    {
        var labels = name.Split('.').SelectMany(l => (byte[])[(byte)l.Length, .. Encoding.ASCII.GetBytes(l)]);
        return [0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, .. labels, 0, (byte)(type >> 8), (byte)type, 0, 1];
    }
}
