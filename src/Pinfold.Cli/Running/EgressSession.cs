using System.Collections.Immutable;
using System.Net;
using System.Text.Json.Nodes;
using Pinfold.Core.Decisions;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Journal;
using Pinfold.Core.Policy;
using Pinfold.Egress;

namespace Pinfold.Cli.Running;

/// <summary>The egress proxy of one command: its variables, its sockets, its records.</summary>
internal sealed partial class EgressSession : IDisposable
{
    private readonly EgressCredential _credential = EgressCredential.Create();
    private readonly EgressDenials _denials;
    private readonly EgressProxy _proxy;
    private readonly EgressLog? _log;
    private readonly int _port;
    private readonly Lock _gate = new();
    private bool _ended;

    private EgressSession(
        SandboxPolicy policy, int port, MoveBytes? move, Func<IPAddress, bool>? isOwn, Func<JsonObject, int>? record)
    {
        var rules = new EgressRules(policy);
        _denials = new(rules);
        _log = record is null ? null : new(r => record(Facts.Of(r)));
        _port = port;
        _proxy = new(rules, _credential, Hear, move: move, isOwn: isOwn);
    }

    /// <summary>The command's variables, with those that lead programs to the proxy.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Complete(ImmutableArray<KeyValuePair<string, string>> variables)
    {
        var url = _credential.Url(_port);
        (string Name, string Value)[] ours =
            [("http_proxy", url), ("https_proxy", url), ("all_proxy", url),
                ("no_proxy", "localhost,.localhost,127.0.0.1,::1")];
        var all = ours.Select(v => new KeyValuePair<string, string>(v.Name.ToUpperInvariant(), v.Value)).ToList();
        // there names differ by case
        if (!OperatingSystem.IsWindows())
            all.AddRange(ours.Select(v => new KeyValuePair<string, string>(v.Name, v.Value)));
        return [.. variables.Where(v => !all.Exists(o => o.Key.Equals(v.Key, StringComparison.OrdinalIgnoreCase))),
            .. all];
    }

    /// <summary>Ends every connection.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_ended) return;
            _ended = true;
        }

        _proxy.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _log?.End();
    }

    /// <summary>Ends it, and tells what was refused, here and by others.</summary>
    private (IReadOnlyList<Denial> Told, int Omitted) Refused(IEnumerable<Denial> others)
    {
        Dispose();
        return _denials.With(others, _proxy.NameOf);
    }

    private void Hear(EgressRecord record)
    {
        _denials.Add(record);
        try
        {
            _log?.Add(record);
        }
        catch (JournalException e)
        {
            throw new EgressClosedException($"the journal cannot be written: {e.Message}", e);
        }
    }
}
