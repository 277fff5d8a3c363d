using Xunit;

namespace Pinfold.Egress.Tests;

/// <summary>What is written down of the proxy, however much the command does.</summary>
public sealed class EgressLogTests
{
    private readonly List<EgressRecord> _written = [];
    private readonly ManualClock _clock = new();
    private readonly EgressLog _log;
    private int _bytes = 400;
    private IOException? _failure;

    public EgressLogTests() => _log = new(Write, _clock);

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
    public void Each_of_a_hundred_thousand_connections_has_a_line_of_its_own()
    {
        for (var i = 0; i < 100_000; i++) _log.Add(Carried("registry.example", i));
        Assert.Equal(100_000, _written.Count);
        Assert.All(_written, r => Assert.Equal("allow", r.Rule));
    }

    [Fact]
    public void Lines_end_at_their_bytes_but_not_for_a_host_that_is_new()
    {
        _bytes = 1 << 20;
        for (var i = 0; i < 100; i++) _log.Add(Carried("noise.example", 1));
        Assert.Equal(64, _written.Count);
        _log.Add(Carried("drop.example", 7));
        Assert.Equal(Carried("drop.example", 7), _written[^1]);
        _log.End();
        Assert.Equal(("noise.example", "further connections", 36, 36L),
            (_written[^1].Host, _written[^1].Rule, _written[^1].Times, _written[^1].Sent));
    }

    [Fact]
    public void Each_byte_that_is_carried_is_in_one_line_or_sum_whenever_sums_are_written()
    {
        const int Count = 5000, Hosts = EgressLog.MostHosts + 3;
        _bytes = (int)(EgressLog.MostCarriedBytes / 100);
        for (var i = 0; i < Hosts + Count; i++)
        {
            _log.Add(Carried($"h{i % Hosts}.example", i));
            if (i % 1000 == 0) _clock.Advance(TimeSpan.FromDays(1));
        }

        _log.End();
        var count = Hosts + Count;
        Assert.Equal(count * (count - 1L) / 2, _written.Sum(r => r.Sent));
        Assert.Equal(2L * count, _written.Sum(r => r.Received));
        Assert.Equal(count, _written.Sum(r => r.Times));
        Assert.Contains(_written, r => r is { Host: "", Rule: "connections to further hosts" });
    }

    [Fact]
    public void Sums_are_written_a_second_after_the_first_of_them_and_no_more_while_nothing_comes()
    {
        for (var i = 0; i < 3; i++) _log.Add(Denied("nope.example"));
        _clock.Advance(TimeSpan.FromSeconds(0.9));
        Assert.Single(_written);
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(Denied("nope.example") with { Times = 2 }, _written[^1]);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(2, _written.Count);
        _log.Add(Denied("nope.example"));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3, _written.Count);
        _log.End();
        Assert.Equal(3, _written.Sum(r => r.Times) - 1);
    }

    [Fact]
    public void Sums_of_a_day_take_little_however_often_they_change()
    {
        _log.Add(Denied("nope.example"));
        for (var second = 0; second < 24 * 3600; second++)
        {
            _log.Add(Denied("nope.example"));
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_written.Count, 1000, 5000);
        _log.End();
        Assert.Equal((24 * 3600) + 1, _written.Sum(r => r.Times));
    }

    [Fact]
    public void A_sum_that_cannot_be_written_is_a_fault_of_whatever_comes_next()
    {
        for (var i = 0; i < 3; i++) _log.Add(Denied("nope.example"));
        _failure = new IOException("the disk is full");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(_failure, Assert.Throws<IOException>(() => _log.Add(Denied("nope.example"))));
        Assert.Same(_failure, Assert.Throws<IOException>(_log.End));
    }

    private int Write(EgressRecord record)
    {
        if (_failure is not null) throw _failure;
        _written.Add(record);
        return _bytes;
    }

    private static EgressRecord Denied(string host) =>
        new(EgressEntrance.Connect, EgressOutcome.Denied, host, 80, "no rule of allow names it");

    private static EgressRecord Carried(string host, long sent) =>
        new(EgressEntrance.Connect, EgressOutcome.Carried, host, 443, "allow") { Sent = sent, Received = 2 };
}
