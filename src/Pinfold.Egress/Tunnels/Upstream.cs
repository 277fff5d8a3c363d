using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Decisions;

namespace Pinfold.Egress.Tunnels;

/// <summary>Decides, resolves once, decides on each address, and connects to the address that it decided on.</summary>
internal sealed class Upstream(EgressRules rules, INameResolver resolver, Func<IPAddress, bool> isOwn, EgressLimits limits, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _lookups = new(limits.Lookups);

    public void Dispose() => _lookups.Dispose();

    /// <summary>A connection; or none, and why.</summary>
    internal async Task<UpstreamResult> OpenAsync(string host, int port, CancellationToken end)
    {
        var decision = rules.Decide(host, port);
        if (!decision.Allowed) return new(null, decision, null);
        using var time = new CancellationTokenSource(limits.ConnectTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, time.Token);
        try
        {
            return decision.Address is { } literal
                ? await ConnectAsync([decision], decision, either.Token)
                : await ConnectAsync(await AdmittedAsync(decision, either.Token), decision, either.Token);
        }
        catch (SocketException e)
        {
            return new(null, decision, e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain ? "the name has no address" : e.Message);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return new(null, decision, $"it took longer than {limits.ConnectTime.TotalSeconds:0} s");
        }
    }

    /// <summary>What the rules say to each address of a name: those that are allowed, or else the first that is not.</summary>
    private async Task<List<EgressDecision>> AdmittedAsync(EgressDecision name, CancellationToken end)
    {
        IPAddress[] addresses;
        await _lookups.WaitAsync(end);
        try
        {
            addresses = await resolver.ResolveAsync(name.Host, end);
        }
        finally
        {
            _lookups.Release();
        }

        if (addresses.Length == 0) throw new SocketException((int)SocketError.HostNotFound);
        var decided = addresses.Select(a => Decide(name, a)).ToList();
        return decided.Exists(d => d.Allowed) ? decided.FindAll(d => d.Allowed) : [decided[0]];
    }

    /// <summary>A name must not lead to the user's own services, at whatever address of this machine: whoever owns the name chose it.</summary>
    private EgressDecision Decide(EgressDecision name, IPAddress address)
    {
        var decision = rules.Decide(name, address);
        if (!decision.Allowed || !isOwn(decision.Address!) || rules.Decide(decision.Address!.ToString(), name.Port).Allowed) return decision;
        return decision with { Allowed = false, Rule = $"the name leads to {decision.Address}, which is this machine" };
    }

    private static async Task<UpstreamResult> ConnectAsync(List<EgressDecision> candidates, EgressDecision asked, CancellationToken end)
    {
        var failure = "";
        foreach (var decision in candidates)
        {
            if (!decision.Allowed) return new(null, decision, null);
            Socket? socket = null;
            try
            {
                socket = new(decision.Address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                await socket.ConnectAsync(new IPEndPoint(decision.Address, decision.Port), end);
                return new(socket, decision, null);
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                failure = $"{decision.Address}: {e.Message}";
            }
            catch
            {
                socket?.Dispose();
                throw;
            }
        }

        return new(null, asked, failure);
    }
}
