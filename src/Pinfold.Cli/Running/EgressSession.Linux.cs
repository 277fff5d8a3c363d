using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Pinfold.Core.Decisions;
using Pinfold.Core.Journal;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Egress;
using Pinfold.Linux.Network;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <summary>The egress proxy of one command: its variables, its sockets, its records. Made only for a plan that has the step.</summary>
internal sealed class EgressSession : IEgressService
{
    /// <summary>A journal grows with what the command does, so there is an end; how many more there were is told.</summary>
    private const int MostRecords = 10_000;

    private readonly EgressCredential _credential = EgressCredential.Create();
    private readonly EgressDenials _denials;
    private readonly EgressProxy _proxy;
    private readonly Action<JsonObject>? _record;
    private readonly int _port;
    private readonly Lock _gate = new();
    private bool _ended;
    private int _records;

    private EgressSession(SandboxPolicy policy, PlanStep.Egress step, Action<JsonObject>? record)
    {
        var rules = new EgressRules(policy);
        _denials = new(rules);
        _record = record;
        _port = step.Proxy;
        _proxy = new(rules, _credential, Hear, move: new SpliceMover().MoveAsync);
    }

    /// <summary>Null for a plan without the step.</summary>
    /// <param name="policy">Its allow list.</param>
    /// <param name="plan">The plan of the command.</param>
    /// <param name="record">Writes a record of each connection; null: nobody does.</param>
    internal static EgressSession? For(SandboxPolicy policy, Plan plan, Action<JsonObject>? record) =>
        plan.Steps.OfType<PlanStep.Egress>().FirstOrDefault() is { } step ? new(policy, step, record) : null;

    /// <inheritdoc/>
    public ImmutableArray<KeyValuePair<string, string>> Complete(ImmutableArray<KeyValuePair<string, string>> variables)
    {
        var url = _credential.Url(_port);
        (string Name, string Value)[] ours = [("http_proxy", url), ("https_proxy", url), ("all_proxy", url), ("no_proxy", "localhost,.localhost,127.0.0.1,::1")];
        var all = ours.SelectMany(v => (KeyValuePair<string, string>[])[new(v.Name, v.Value), new(v.Name.ToUpperInvariant(), v.Value)]).ToArray();
        return [.. variables.Where(v => !Array.Exists(all, o => o.Key.Equals(v.Key, StringComparison.OrdinalIgnoreCase))), .. all];
    }

    /// <inheritdoc/>
    public void Serve(RunningCommand command) => _ = Task.Run(() =>
    {
        if (command.TakeEgress() is not { } sockets) return;
        lock (_gate)
        {
            if (_ended)
            {
                foreach (var socket in (System.Net.Sockets.Socket[])[sockets.Proxy, sockets.Names, .. sockets.Direct]) socket.Dispose();
                return;
            }

            OpenFiles.AllowAll();
            var v6 = sockets.Names.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6;
            _proxy.Serve(sockets.Proxy);
            _proxy.ServeNames(sockets.Names, DatagramReply.Send, v6);
            foreach (var socket in sockets.Direct) _proxy.ServeDirect(socket);
        }
    });

    /// <inheritdoc/>
    public LaunchResult End(LaunchResult result)
    {
        Dispose();
        if (_records > MostRecords) _record?.Invoke(new() { ["omitted"] = _records - MostRecords });
        return _denials.Join(result, _proxy.NameOf);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
        }

        _proxy.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private void Hear(EgressRecord record)
    {
        _denials.Add(record);
        if (Interlocked.Increment(ref _records) > MostRecords) return;
        try
        {
            _record?.Invoke(Facts.Of(record));
        }
        catch (JournalException e)
        {
            throw new EgressClosedException($"the journal cannot be written: {e.Message}", e);
        }
    }
}
