using System.Collections.Immutable;
using Pinfold.Cli.Policies;
using Pinfold.Cli.Sessions;
using Pinfold.Core.Decisions;
using Pinfold.Core.Journal;
using Pinfold.Core.Planning;
using Pinfold.Egress;
using Pinfold.Linux.Network;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <summary>The egress proxy of one command: its variables, its sockets, its records. Made only for a plan that has the step.</summary>
internal sealed class EgressSession : IAsyncDisposable
{
    /// <summary>A journal grows with what the command does, so there is an end; how many more there were is told.</summary>
    private const int MostRecords = 10_000;

    private readonly EgressCredential _credential = EgressCredential.Create();
    private readonly EgressDenials _denials;
    private readonly EgressProxy _proxy;
    private readonly Session _session;
    private readonly int _port;
    private readonly Lock _gate = new();
    private bool _ended;
    private int _records;

    private EgressSession(Fence fence, Session session, PlanStep.Egress step)
    {
        var rules = new EgressRules(fence.Policy);
        _denials = new(rules);
        _session = session;
        _port = step.Proxy;
        _proxy = new(rules, _credential, Hear);
    }

    internal static EgressSession? For(Fence fence, Session session) =>
        fence.Plan.Steps.OfType<PlanStep.Egress>().FirstOrDefault() is { } step ? new(fence, session, step) : null;

    /// <summary>The variables of the command, with the ones that lead programs to the proxy (curl(1), "ENVIRONMENT").</summary>
    internal ImmutableArray<KeyValuePair<string, string>> Complete(ImmutableArray<KeyValuePair<string, string>> variables)
    {
        var url = _credential.Url(_port);
        (string Name, string Value)[] ours = [("http_proxy", url), ("https_proxy", url), ("all_proxy", url), ("no_proxy", "localhost,.localhost,127.0.0.1,::1")];
        var all = ours.SelectMany(v => (KeyValuePair<string, string>[])[new(v.Name, v.Value), new(v.Name.ToUpperInvariant(), v.Value)]).ToArray();
        return [.. variables.Where(v => !Array.Exists(all, o => o.Key.Equals(v.Key, StringComparison.OrdinalIgnoreCase))), .. all];
    }

    /// <summary>Serves what the first process inside hands over; the command may be running by then, and waits for nobody.</summary>
    internal void Serve(RunningCommand command) => _ = Task.Run(() =>
    {
        if (command.TakeEgress() is not { } sockets) return;
        lock (_gate)
        {
            if (_ended)
            {
                foreach (var socket in (System.Net.Sockets.Socket[])[sockets.Proxy, sockets.Names, .. sockets.Direct]) socket.Dispose();
                return;
            }

            var v6 = sockets.Names.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            _proxy.Serve(sockets.Proxy);
            _proxy.ServeNames(sockets.Names, DatagramReply.Send, v6);
            foreach (var socket in sockets.Direct) _proxy.ServeDirect(socket);
        }
    });

    /// <summary>Ends every connection; what was refused joins the result.</summary>
    internal LaunchResult End(LaunchResult result)
    {
        DisposeAsync().AsTask().GetAwaiter().GetResult();
        if (_records > MostRecords) _session.Record("egress", new() { ["omitted"] = _records - MostRecords });
        return _denials.Join(result, _proxy.NameOf);
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_ended) return ValueTask.CompletedTask;
            _ended = true;
        }

        return _proxy.DisposeAsync();
    }

    private void Hear(EgressRecord record)
    {
        _denials.Add(record);
        if (Interlocked.Increment(ref _records) > MostRecords) return;
        try
        {
            _session.Record("egress", Facts.Of(record));
        }
        catch (JournalException e)
        {
            throw new EgressClosedException($"the journal cannot be written: {e.Message}", e);
        }
    }
}
