using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Decisions;

namespace Pinfold.Egress.Tunnels;

/// <summary>Decides, resolves once, decides on each address, and connects to the address that it decided on.</summary>
internal sealed class Upstream(EgressRules rules, INameResolver resolver, Func<IPAddress, bool> isOwn,
    EgressLimits limits, TimeProvider clock)
    : IDisposable
{
    private static readonly TimeSpan Stagger = TimeSpan.FromMilliseconds(250); // "Connection Attempt Delay"
    private readonly SemaphoreSlim _lookups = new(limits.Lookups);

    public void Dispose() => _lookups.Dispose();

    /// <summary>As it may be written down: empty where it is neither a name nor an address.</summary>
    internal string Canonical(string host) => rules.Decide(host, 1).Host;

    /// <summary>A connection; or none, and why.</summary>
    internal async Task<UpstreamResult> OpenAsync(string host, int port, CancellationToken end)
    {
        var decision = rules.Decide(host, port);
        if (!decision.Allowed) return new(null, decision, null);
        using var time = new CancellationTokenSource(limits.ConnectTime, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end, time.Token);
        try
        {
            List<Candidate> candidates = decision.Address is { } literal
                ? [new(decision, literal)]
                : await AdmittedAsync(decision, either.Token);
            return candidates[0].Decision.Allowed
                ? await ConnectAsync(candidates, decision, either.Token)
                : new(null, candidates[0].Decision, null);
        }
        catch (SocketException e)
        {
            return new(null, decision,
                e.SocketErrorCode is SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
                    ? "the name has no address"
                    : e.Message);
        }
        catch (OperationCanceledException) when (!end.IsCancellationRequested)
        {
            return new(null, decision, $"it took longer than {limits.ConnectTime.TotalSeconds:0} s");
        }
    }

    /// <summary>
    /// What the rules say to each address of a name: those that are allowed, or else the first that is not.
    /// </summary>
    private async Task<List<Candidate>> AdmittedAsync(EgressDecision name, CancellationToken end)
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
        var decided = addresses.Select(a => a.IsIPv4MappedToIPv6 ? a.MapToIPv4() : a)
            .Select(a => new Candidate(Decide(name, a), a)).ToList();
        return decided.Exists(c => c.Decision.Allowed)
            ? [.. decided.Where(c => c.Decision.Allowed).Take(limits.Addresses)]
            : [decided[0]];
    }

    /// <summary>
    /// A name must not lead to the user's own services, at whatever address of this machine: whoever owns the name
    /// chose it.
    /// </summary>
    private EgressDecision Decide(EgressDecision name, IPAddress address)
    {
        var decision = rules.Decide(name, address);
        if (decision is { Allowed: false, Remedy: null }) return decision;
        if (!isOwn(address) && !isOwn(decision.Address!)) return decision;
        if (rules.Decide(decision.Address!.ToString(), name.Port).Allowed) return decision;
        var rule = $"the name leads to {decision.Address}, which is this machine";
        return decision with { Allowed = false, Rule = rule, Remedy = null };
    }

    /// <summary>
    /// One after the other, the next before the last has given up (RFC 8305, 5): the first that answers is it.
    /// </summary>
    private async Task<UpstreamResult> ConnectAsync(List<Candidate> candidates, EgressDecision asked,
        CancellationToken end)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(end);
        var attempts = new List<Task<UpstreamResult>>();
        try
        {
            var failure = "";
            for (var next = 0; next < candidates.Count || attempts.Count > 0;)
            {
                if (next < candidates.Count) attempts.Add(TryAsync(candidates[next++], asked, others.Token));
                Task turn = Task.WhenAny(attempts);
                if (next < candidates.Count) turn = Task.WhenAny(turn, Task.Delay(Stagger, clock, others.Token));
                await turn;
                while (attempts.Find(a => a.IsCompleted) is { } over)
                {
                    attempts.Remove(over);
                    var result = await over;
                    if (result.Socket is not null) return result;
                    failure = result.Failure;
                }

                end.ThrowIfCancellationRequested();
            }

            return new(null, asked, failure);
        }
        finally
        {
            if (attempts.Count > 0) await others.CancelAsync(); // which is a trip through another thread
            foreach (var attempt in attempts)
                _ = attempt.ContinueWith(a => a.Result.Socket?.Dispose(), CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnRanToCompletion,
                    TaskScheduler.Default);
        }
    }

    private static async Task<UpstreamResult> TryAsync(Candidate candidate, EgressDecision asked, CancellationToken end)
    {
        Socket? socket = null;
        try
        {
            socket = new(candidate.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(candidate.Address, candidate.Decision.Port), end);
            return new(socket, candidate.Decision, null);
        }
        catch (Exception e) when (Pump.IsBroken(e))
        {
            socket?.Dispose();
            return new(null, asked, $"{candidate.Address}: {e.Message}");
        }
    }

    /// <param name="Decision">On what the address reaches.</param>
    /// <param name="Address">As it was resolved, which is what is connected to: a network that has IPv6 alone reaches
    /// IPv4 so (RFC 6146).</param>
    private readonly record struct Candidate(EgressDecision Decision, IPAddress Address);
}
