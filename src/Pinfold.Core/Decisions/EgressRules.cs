using System.Net;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>The allow list as the egress proxy asks it. Pure; any thread may ask.</summary>
/// <remarks>Loopback, which is the sandbox's own for <see cref="DecisionEngine"/>, is the user's here: whoever asks
/// stands outside.</remarks>
public sealed class EgressRules
{
    private const int UsualPort = 443;
    private const string Literal = "an address is not looked up: connect to it as it is, without a final dot";
    private readonly NetworkRules _rules;

    /// <summary>The rules of <paramref name="policy"/>. In any mode but <c>allowlist</c> nothing is allowed.</summary>
    public EgressRules(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _rules = new(policy.Network == NetworkMode.Allowlist
            ? policy
            : policy with { Network = NetworkMode.Allowlist, Allow = [] });
    }

    /// <summary>
    /// Whether a connection to <paramref name="host"/>, a name or an address in any spelling, may be made.
    /// </summary>
    public EgressDecision Decide(string host, int port)
    {
        if (HostAddress.Parse(host) is not { } target || port is < 1 or > 65535)
            return new("", port, null, false, "it is neither a host name nor an address with a port", null);
        if (target.Address is { } literal && !IPAddress.IsLoopback(literal)
            && HostAddress.NeverProxied(literal) is { } kind)
            return new(target.Text, port, literal, false, Defaults.Range(kind).Rule, null);
        if (_rules.Find(target, port) is not { } rule)
            return new(target.Text, port, target.Address, false, Unnamed(target.Text, port, out var flag), flag);
        return new(target.Text, port, target.Address, true, $"allow {NetworkRules.Spell(rule)}", null);
    }

    /// <summary>
    /// Whether an allowed name may lead to <paramref name="address"/>: a public one, or one that a rule names by
    /// itself.
    /// </summary>
    public EgressDecision Decide(EgressDecision name, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var reached = HostAddress.Canonical(address);
        if (HostAddress.IsPublic(reached)) return name with { Address = reached };
        if (Decide(reached.ToString(), name.Port) is { Allowed: true } literal)
            return name with { Address = literal.Address };
        var rule = $"the name leads to {reached}, which is no public address";
        var refused = name with { Allowed = false, Address = reached, Rule = rule };
        // Whoever owns the name chose the address: the user's own services are not to be offered for a grant on its
        // word.
        if (IPAddress.IsLoopback(reached)) return refused;
        var flag = _rules.Flag(reached.ToString(), name.Port, out var why);
        return why is null ? refused with { Remedy = flag } : refused with { Rule = $"{rule}: {why}" };
    }

    /// <summary>Whether <paramref name="name"/> may be looked up: a rule names it, at whatever port.</summary>
    /// <remarks>A denial offers the port that is wanted most.</remarks>
    public EgressDecision LookUp(string name)
    {
        if (HostAddress.Parse(name) is not { } host) return new("", 0, null, false, "it is no host name", null);
        if (host.Address is not null) return new(host.Text, 0, host.Address, false, Literal, null);
        if (_rules.Names(host)) return new(host.Text, 0, null, true, "a rule of allow names it", null);
        return new(host.Text, 0, null, false, Unnamed(host.Text, UsualPort, out var flag), flag);
    }

    private string Unnamed(string host, int port, out string? flag)
    {
        flag = _rules.Flag(host, port, out var why);
        return "no rule of allow names it" + (why is null ? "" : $", and none can: {why}");
    }
}
