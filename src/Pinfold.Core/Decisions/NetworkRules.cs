using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>Who may connect where. Inside anything but <c>online</c>, loopback is the sandbox's own.</summary>
internal sealed class NetworkRules
{
    private static readonly Origin Setting = new(PolicyLayer.BuiltIn, "network");
    private static readonly ImmutableArray<Reason> Offline = [new("network = offline", Verdict.Deny, Setting)];
    private static readonly ImmutableArray<Reason> Allowlist = [new("network = allowlist", Verdict.Deny, Setting)];
    private static readonly ImmutableArray<Reason> Online = [new("network = online", Verdict.Allow, Setting)];
    private const string OpenAll = "the user may open the host's whole network: pinfold run --network online -- …";

    private readonly NetworkMode _mode;
    private readonly AccountReach? _reach;
    private readonly ImmutableArray<HostRule>? _grantable;
    private readonly Dictionary<string, List<HostRule>> _exact = [];
    private readonly Dictionary<string, List<HostRule>> _parents = [];
    private readonly Dictionary<string, List<HostRule>>.AlternateLookup<ReadOnlySpan<char>> _byParent;

    internal NetworkRules(SandboxPolicy policy, AccountReach? reach = null)
    {
        (_reach, _grantable) = (reach, policy.Grantable);
        _mode = policy.Network;
        _byParent = _parents.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var rule in policy.Allow)
        {
            // names nothing
            if (HostAddress.Parse(rule.Host) is not { } host || (rule.Subdomains && host.Address is not null)) continue;
            var table = rule.Subdomains ? _parents : _exact;
            if (!table.TryGetValue(host.Text, out var rules)) table[host.Text] = rules = [];
            rules.Add(rule);
        }
    }

    internal Decision Decide(Request.Connect request)
    {
        if (HostAddress.Parse(request.Host) is not { } host || request.Port is < 1 or > 65535)
        {
            return new(request, Verdict.Deny, [Defaults.Malformed],
                $"connecting is denied: '{OsText.Display(request.Host ?? "")}' port {request.Port} is not a host name or address with a port", null);
        }

        var target = host.Address is { AddressFamily: System.Net.Sockets.AddressFamily.InterNetworkV6 }
            ? $"[{host.Text}]:{request.Port}" : $"{host.Text}:{request.Port}";
        if (_mode == NetworkMode.Online)
            return _reach?.Refuse(request, host, target, Online)
                ?? new(request,
                    Verdict.Allow, Online, $"connecting to {target} is allowed by 'network = online'", null);
        var chain = _mode == NetworkMode.Offline ? Offline : Allowlist;
        var named = _mode == NetworkMode.Allowlist ? Find(host, request.Port) : null;
        if (host.IsLoopback && named is { } service && host.Address is not null)
        {
            var opened = Cite(service);
            return new(request, Verdict.Allow, chain.Add(opened),
                $"connecting to {target} is allowed by {opened.Cited}: the user's own service", null);
        }

        if (host.IsLoopback)
        {
            return new(request, Verdict.Allow, chain.Add(Defaults.Loopback),
                $"connecting to {target} is allowed: inside, loopback is the sandbox's own, and the user's services are not on it", null);
        }

        if (_mode == NetworkMode.Offline)
        {
            return new(request, Verdict.Deny, chain, $"connecting to {target} is denied by 'network = offline'",
                Flag(host.Text, request.Port, out _) is { } grant ? $"the user may grant it: {grant}" : OpenAll);
        }

        if (host.Address is { } address && HostAddress.NeverProxied(address) is { } kind)
        {
            var range = Defaults.Range(kind);
            return new(request, Verdict.Deny, chain.Add(range),
                $"connecting to {target} is denied by {range.Cited}", OpenAll);
        }

        if (named is not { } rule)
        {
            return new(request, Verdict.Deny, chain,
                $"connecting to {target} is denied by 'network = allowlist': no rule of allow names it",
                Flag(host.Text, request.Port, out _) is { } flag
                    ? $"the user may grant it: {flag}, or in their own policy [network] allow = [\"{target}\"]"
                    : OpenAll);
        }

        var reason = Cite(rule);
        return new(request, Verdict.Allow, chain.Add(reason),
            $"connecting to {target} is allowed by {reason.Cited}", null);
    }

    private static Reason Cite(HostRule rule) => new($"allow {Spell(rule)}", Verdict.Allow, rule.Origin);

    internal static string Spell(HostRule rule) => $"{(rule.Subdomains ? "*." : "")}{rule.Host}:{rule.Port}";

    /// <summary>
    /// The flag of <c>pinfold run</c> that opens exactly this; null, and why, where the user can write none.
    /// </summary>
    internal string? Flag(string host, int port, out string? why)
    {
        var grant = HostSyntax.Grant($"{host}:{port}", out why);
        if (grant is null) return null;
        if (_grantable is { } ceiling && !ceiling.Any(m => HostSyntax.Covers(m, grant)))
            why = "the machine's policy allows other hosts only";
        return why is null ? $"--allow {host}:{port}" : null;
    }

    /// <summary>Some rule names <paramref name="host"/>, at whatever port.</summary>
    internal bool Names(HostAddress host)
    {
        if (_exact.ContainsKey(host.Text)) return true;
        for (var dot = host.Text.IndexOf('.', StringComparison.Ordinal); dot >= 0 && host.Address is null;
            dot = host.Text.IndexOf('.', dot + 1))
            if (_byParent.ContainsKey(host.Text.AsSpan(dot + 1))) return true;
        return false;
    }

    /// <summary>The exact name first, then the nearest parent.</summary>
    internal HostRule? Find(HostAddress host, int port)
    {
        if (_exact.TryGetValue(host.Text, out var rules) && Of(rules, port) is { } exact) return exact;
        if (host.Address is not null || _parents.Count == 0) return null;
        for (var dot = host.Text.IndexOf('.', StringComparison.Ordinal); dot >= 0;
            dot = host.Text.IndexOf('.', dot + 1))
            if (_byParent.TryGetValue(host.Text.AsSpan(dot + 1), out rules) && Of(rules, port) is { } parent)
                return parent;
        return null;
    }

    private static HostRule? Of(List<HostRule> rules, int port)
    {
        foreach (var rule in rules)
            if (rule.Port == port) return rule;
        return null;
    }
}
