using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Decisions;
using Pinfold.Egress.Http;
using Pinfold.Egress.Names;
using Pinfold.Egress.Socks;
using Pinfold.Egress.Tunnels;

namespace Pinfold.Egress;

/// <summary>
/// The one way out of a sandbox whose network is <c>allowlist</c>. It accepts on sockets that were made inside the
/// sandbox's network namespace, and connects from outside of it; each session has its own. No thread waits for a
/// connection.
/// </summary>
public sealed class EgressProxy : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly EgressRules _rules;
    private readonly EgressCredential _credential;
    private readonly EgressLimits _limits;
    private readonly Action<EgressRecord> _tell;
    private readonly TimeProvider _clock;
    private readonly SyntheticNames _names;
    private readonly Upstream _upstream;
    private readonly Forward _forward;
    private readonly SemaphoreSlim _room;
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running = 1;

    /// <param name="rules">What is allowed.</param>
    /// <param name="credential">What a client of the proxy itself must show; direct connections need none.</param>
    /// <param name="tell">Hears of each request once, when it is over; from any thread, many at a time.</param>
    /// <param name="limits">What a session may use; null: the defaults.</param>
    /// <param name="resolver">Null: the host's.</param>
    /// <param name="move">Null: through buffers.</param>
    /// <param name="clock">Null: the system's.</param>
    /// <param name="isOwn">Whether an address leads to this machine; null: <see cref="OwnAddress"/>.</param>
    public EgressProxy(
        EgressRules rules, EgressCredential credential, Action<EgressRecord> tell,
        EgressLimits? limits = null, INameResolver? resolver = null, MoveBytes? move = null,
        TimeProvider? clock = null, Func<IPAddress, bool>? isOwn = null)
    {
        (_rules, _credential, _tell) = (rules, credential, tell);
        _limits = limits ?? new();
        _clock = clock ?? TimeProvider.System;
        _names = new(_limits.Names);
        _upstream = new(rules, resolver ?? new SystemResolver(), isOwn ?? OwnAddress.Is, _limits, _clock);
        _forward = new(new(move ?? BufferMover.MoveAsync), _limits, _clock);
        _room = new(_limits.Connections);
    }

    /// <summary>The name that an address inside stands for; null when it stands for none.</summary>
    public string? NameOf(IPAddress address) => _names.NameOf(address);

    /// <summary>
    /// Serves clients that know of the proxy, by HTTP or SOCKS. The proxy owns the socket from now on.
    /// </summary>
    public void Serve(Socket listener) => Run(AcceptAsync(listener, ServeClientAsync));

    /// <summary>
    /// Serves connections to any address at all: where they wanted to go is what they are connected to.
    /// </summary>
    /// <remarks>At port 53, those that no rule names are answered as <see cref="ServeNames"/> does.</remarks>
    public void ServeDirect(Socket listener) => Run(AcceptAsync(listener, ServeDirectAsync));

    /// <summary>Answers questions for names.</summary>
    /// <param name="datagrams">Bound to port 53 of every address.</param>
    /// <param name="reply">Answers from the address that was asked.</param>
    /// <param name="v6">Connections by IPv6 are served too.</param>
    public void ServeNames(Socket datagrams, ReplyFrom reply, bool v6) => Run(AnswerAsync(datagrams, reply, v6));

    /// <summary>Ends every connection. All of them have been told of when this returns.</summary>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Left();
        await _idle.Task;
        _end.Dispose();
        _room.Dispose();
        _upstream.Dispose();
    }

    private void Run(Task service)
    {
        lock (_gate) _running++;
        _ = service.ContinueWith(_ => Left(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void Left()
    {
        lock (_gate)
            if (--_running > 0) return;
        _idle.TrySetResult();
    }

    private void Tell(EgressRecord record)
    {
        try
        {
            _tell(record);
        }
        catch (EgressClosedException)
        {
            _end.Cancel();
            throw;
        }
    }

    private async Task AcceptAsync(Socket listener, Func<Client, Task> serve)
    {
        await Task.Yield();
        using (listener)
        {
            while (!_end.IsCancellationRequested)
            {
                try
                {
                    var socket = await listener.AcceptAsync(_end.Token);
                    Run(ServeAsync(socket, serve));
                    await _room.WaitAsync(_end.Token); // with no room left, the next ones wait in the kernel
                    _room.Release();
                }
                catch (SocketException e)
                    when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
                {
                    continue; // it was gone before it was accepted
                }
                catch (SocketException)
                {
                    // no descriptor, no memory, no network: until there is one again
                    await Task.Delay(Pause, _clock, CancellationToken.None);
                }
                catch (Exception e) when (Pump.IsBroken(e))
                {
                    return;
                }
            }
        }
    }

    private async Task ServeAsync(Socket socket, Func<Client, Task> serve)
    {
        using var client = new Client(socket, _end.Token);
        var inside = false;
        try
        {
            await _room.WaitAsync(_end.Token);
            inside = true;
            socket.NoDelay = true;
            await serve(client);
        }
        catch (Exception e) when (Pump.IsBroken(e) || e is EgressClosedException)
        {
            Pump.Break(socket);
        }
        finally
        {
            if (inside) _room.Release();
        }
    }

    private async Task ServeClientAsync(Client client)
    {
        using var time = new CancellationTokenSource(_limits.HeadTime, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(client.End, time.Token);
        try
        {
            if (!await client.ReadAsync(4096, either.Token)) return;
            if (client.Data.Span[0] is SocksEntrance.Version or SocksEntrance.OldVersion)
                await new SocksEntrance(_upstream, _forward, _credential, _clock, Tell)
                    .ServeAsync(client, either.Token);
            else
                await new HttpEntrance(_upstream, _forward, _credential, _limits, _clock, Tell)
                    .ServeAsync(client, either.Token);
        }
        catch (OperationCanceledException e)
            when (e.CancellationToken == either.Token && !client.End.IsCancellationRequested)
        {
            Tell(new(EgressEntrance.Unknown, EgressOutcome.Refused, "", 0,
                $"its head was not whole within {_limits.HeadTime.TotalSeconds:0} s"));
            Pump.Break(client.Socket);
        }
    }

    private async Task ServeDirectAsync(Client client)
    {
        var wanted = (IPEndPoint)client.Socket.LocalEndPoint!;
        var host = _names.NameOf(wanted.Address) ?? wanted.Address.ToString();
        if (wanted.Port == NameStream.Port && !_rules.Decide(host, wanted.Port).Allowed)
        {
            var server = new NameServer(_rules, _names,
                client.Socket.AddressFamily == AddressFamily.InterNetworkV6, Tell);
            await new NameStream(server, _limits.HeadTime, _clock).ServeAsync(client);
            return;
        }

        var result = await _upstream.OpenAsync(host, wanted.Port, client.End);
        var traffic = new Traffic(_clock);
        try
        {
            if (result.Socket is null) Pump.Break(client.Socket); // a reset: what a closed port would answer
            else await _forward.TunnelAsync(client, result.Socket, traffic);
        }
        finally
        {
            result.Socket?.Dispose();
            Tell(result.Record(EgressEntrance.Direct, traffic));
        }
    }

    private async Task AnswerAsync(Socket socket, ReplyFrom reply, bool v6)
    {
        await Task.Yield();
        var server = new NameServer(_rules, _names, v6, Tell);
        var buffer = new byte[NameStream.MostBytes];
        EndPoint anyone = new IPEndPoint(
            socket.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        using (socket)
        {
            while (!_end.IsCancellationRequested)
            {
                try
                {
                    var got = await socket.ReceiveMessageFromAsync(buffer, SocketFlags.None, anyone, _end.Token);
                    if (server.Answer(buffer.AsSpan(0, got.ReceivedBytes)) is { } answer)
                        reply(socket, answer, (IPEndPoint)got.RemoteEndPoint, got.PacketInformation.Address);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset
                    or SocketError.ConnectionRefused or SocketError.MessageSize)
                {
                    continue; // an answer that nobody waits for any more
                }
                catch (SocketException)
                {
                    await Task.Delay(Pause, _clock, CancellationToken.None);
                }
                catch (Exception e) when (Pump.IsBroken(e) || e is EgressClosedException)
                {
                    return;
                }
            }
        }
    }
}
