using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;
using Pinfold.Core.Protocol;
using Pinfold.Core.WindowsModel;
using Pinfold.Windows.Service;
using Xunit;

namespace Pinfold.Windows.Tests.Service;

/// <summary>Who is let in, over connections in memory, on any host.</summary>
public sealed class BrokerServingTests : IDisposable
{
    private static readonly Sid Mallory = Sid.Parse("S-1-5-21-1-2-3-1001"), Alice = Sid.Parse("S-1-5-21-1-2-3-1002");
    private readonly Channel<Func<Client>> _coming = Channel.CreateUnbounded<Func<Client>>();
    private readonly List<string> _reported = [];
    private readonly List<TimeSpan> _pauses = [];
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken);
    private readonly SafePipeHandle _pipe = new(-1, ownsHandle: false);

    [Fact]
    public async Task One_users_silent_clients_keep_no_other_user_out()
    {
        var serving = Serve();
        List<Wire> silent = [.. Enumerable.Range(0, ClientPlaces<Sid>.MostOfOneUser).Select(_ => Come(Mallory))];
        for (var i = 0; i < 2 * ClientPlaces<Sid>.Most; i++) // more than there are places: those come back at once
            Assert.Equal(BrokerKind.Refused, (await Come(Mallory).Heard()).Kind);
        Assert.Equal(BrokerKind.Standing, await Ask(Alice));
        Assert.Equal(BrokerKind.Standing, await Ask(null)); // whom nobody can tell is no part of her share, nor of his
        await silent[0].Hang();
        await Ends(serving);
    }

    [Fact]
    public async Task Clients_whose_user_cannot_be_told_share_the_places_of_one()
    {
        var serving = Serve();
        for (var i = 0; i < ClientPlaces<Sid>.MostOfOneUser; i++) Come(null);
        Assert.Equal(BrokerKind.Refused, (await Come(null).Heard()).Kind);
        Assert.Equal(BrokerKind.Standing, await Ask(Alice));
        await Ends(serving);
    }

    [Fact]
    public async Task A_place_is_free_again_when_its_client_has_gone()
    {
        var serving = Serve();
        List<Wire> silent = [.. Enumerable.Range(0, ClientPlaces<Sid>.MostOfOneUser).Select(_ => Come(Mallory))];
        Assert.Equal(BrokerKind.Refused, (await Come(Mallory).Heard()).Kind);
        await silent[0].Hang();
        await silent[0].End();
        Assert.Equal(BrokerKind.Standing, await Ask(Mallory));
        await Ends(serving);
    }

    [Fact]
    public async Task A_client_that_cannot_be_let_in_ends_nothing_and_is_reported_once_with_the_cause()
    {
        var serving = Serve();
        for (var i = 0; i < Windows.Service.Broker.MaxFaults; i++)
            _coming.Writer.TryWrite(() => throw new IOException("no pipe is left"));
        Assert.Equal(BrokerKind.Standing, await Ask(Alice));
        Assert.Contains("no pipe is left", Assert.Single(_reported), StringComparison.Ordinal);
        Assert.Equal(Windows.Service.Broker.MaxFaults, _pauses.Count);
        Assert.Equal(_pauses.Order(), _pauses); // longer and longer
        Assert.InRange(_pauses.Sum(p => p.TotalSeconds), 60, 120);
        await Ends(serving);
    }

    [Fact]
    public async Task The_service_ends_with_the_cause_when_nobody_can_be_let_in_for_good()
    {
        var serving = Serve();
        for (var i = 0; i <= Windows.Service.Broker.MaxFaults; i++)
            _coming.Writer.TryWrite(() => throw new UnauthorizedAccessException("no pipe is left"));
        Assert.Equal("no pipe is left", (await Assert.ThrowsAsync<UnauthorizedAccessException>(() => serving)).Message);
    }

    [Fact]
    public async Task A_fault_of_the_brokers_in_one_connection_is_reported_and_is_not_the_others()
    {
        var serving = Serve();
        var wire = new Wire { Fault = new InvalidOperationException("a fault of ours") };
        _coming.Writer.TryWrite(() => new(wire.Broker, new(_pipe, 0), Mallory));
        await wire.End();
        Assert.Contains("a fault of ours", Assert.Single(_reported), StringComparison.Ordinal);
        Assert.Equal(BrokerKind.Standing, await Ask(Alice));
        await Ends(serving);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Dispose();
        _pipe.Dispose();
    }

    private Task Serve() => new Windows.Service.Broker(new ModelBrokerHost(), new NoLaunches())
    {
        Report = m =>
        {
            lock (_reported) _reported.Add(m);
        },
        Pause = (length, _) =>
        {
            _pauses.Add(length);
            return Task.CompletedTask;
        },
    }.Serve(async stop => (await _coming.Reader.ReadAsync(stop))(), _stop.Token);

    private async Task Ends(Task serving)
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
    }

    private Wire Come(Sid? user)
    {
        var wire = new Wire();
        _coming.Writer.TryWrite(() => new(wire.Broker, new(_pipe, 0), user));
        return wire;
    }

    private async Task<BrokerKind> Ask(Sid? user)
    {
        var wire = Come(user);
        await wire.Say(BrokerHeader.Record(BrokerKind.Status, []));
        return (await wire.Heard()).Kind;
    }
}
