using Xunit;

namespace Pinfold.Egress.Tests;

/// <summary>What is written down of the proxy, however much the command does.</summary>
public sealed class EgressLogTests
{
    private readonly List<EgressRecord> _written = [];
    private readonly EgressLog _log;

    public EgressLogTests() => _log = new(_written.Add);

    [Fact]
    public void Denials_take_no_line_from_what_is_carried()
    {
        for (var i = 0; i < 30_000; i++) _log.Add(Denied($"h{i}.example"));
        _log.Add(Carried("pub.example", 5000));
        Assert.Equal(Carried("pub.example", 5000), _written[^1]);
        _log.End();
        Assert.Equal(("further refusals", 30_000 - EgressLog.MostRefused), (_written[^1].Rule, _written[^1].Times));
        Assert.Equal(EgressLog.MostRefused + 2, _written.Count);
    }

    [Fact]
    public void The_same_denial_is_written_once_and_then_counted()
    {
        for (var i = 0; i < 20_000; i++) _log.Add(Denied("nope.example"));
        Assert.Single(_written);
        _log.End();
        Assert.Equal(Denied("nope.example") with { Times = 19_999 }, _written[^1]);
        Assert.Equal(2, _written.Count);
    }

    [Fact]
    public void Each_byte_that_is_carried_is_in_a_record_or_in_a_sum()
    {
        var count = EgressLog.MostCarried + (2 * EgressLog.MostHosts) + 7;
        for (var i = 0; i < count; i++) _log.Add(Carried($"h{i % (EgressLog.MostHosts + 3)}.example", i));
        _log.End();
        Assert.Equal(count * (count - 1L) / 2, _written.Sum(r => r.Sent));
        Assert.Equal(2L * count, _written.Sum(r => r.Received));
        Assert.Equal(count, _written.Sum(r => r.Times));
        Assert.Equal(EgressLog.MostCarried + EgressLog.MostHosts + 1, _written.Count);
        Assert.Equal("", _written[^1].Host);
    }

    private static EgressRecord Denied(string host) => new(EgressEntrance.Connect, EgressOutcome.Denied, host, 80, "no rule of allow names it");

    private static EgressRecord Carried(string host, long sent) => new(EgressEntrance.Connect, EgressOutcome.Carried, host, 443, "allow") { Sent = sent, Received = 2 };
}
