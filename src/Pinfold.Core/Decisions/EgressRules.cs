using System.Net;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>The allow list as the egress proxy asks it. Pure; any thread may ask.</summary>
/// <remarks>Loopback, which is the sandbox's own for <see cref="DecisionEngine"/>, is the user's here: whoever asks stands outside.</remarks>
public sealed class EgressRules
{
    private readonly NetworkRules _rules;

    /// <summary>The rules of <paramref name="policy"/>. In any mode but <c>allowlist</c> nothing is allowed.</summary>
    public EgressRules(SandboxPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        _rules = new(policy.Network == NetworkMode.Allowlist ? policy : policy with { Network = NetworkMode.Allowlist, Allow = [] });
    }

    /// <summary>Whether a connection to <paramref name="host"/>, a name or an address in any spelling, may be made.</summary>
    public EgressDecision Decide(string host, int port)
    {
        if (HostAddress.Parse(host) is not { } target || port is < 1 or > 65535)
            return new("", port, null, false, "it is neither a host name nor an address with a port", null);
        if (target.Address is { } literal && !IPAddress.IsLoopback(literal) && HostAddress.IsNeverProxied(literal))
            return new(target.Text, port, literal, false, Defaults.Ranges.Rule, null);
        if (_rules.Find(target, port) is not { } rule)
            return new(target.Text, port, target.Address, false, "no rule of allow names it", EgressDecision.Flag(target.Text, port));
        return new(target.Text, port, target.Address, true, $"allow {NetworkRules.Spell(rule)}", null);
    }

    /// <summary>Whether an allowed name may lead to <paramref name="address"/>: a public one, or one that a rule names by itself.</summary>
    public EgressDecision Decide(EgressDecision name, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(address);
        var reached = HostAddress.Canonical(address);
        if (HostAddress.IsPublic(reached)) return name with { Address = reached };
        if (Decide(reached.ToString(), name.Port) is { Allowed: true } literal) return name with { Address = literal.Address };
        // Whoever owns the name chose the address: the user's own services are not to be offered for a grant on its word.
        var grantable = IPAddress.IsLoopback(reached) ? null : EgressDecision.Flag(reached.ToString(), name.Port);
        return name with
        {
            Allowed = false, Address = reached, Rule = $"the name leads to {reached}, which is no public address",
            Remedy = grantable,
        };
    }

    /// <summary>Whether <paramref name="name"/> may be looked up: a rule names it, at whatever port. Null when it is no host name.</summary>
    public bool? Admits(string name) => HostAddress.Parse(name) is not { Address: null } host ? null : _rules.Names(host);
}
