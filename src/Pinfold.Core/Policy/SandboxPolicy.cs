using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Pinfold.Core.Enforcement;
using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Policy;

/// <summary>What the user allows: the merged result of all layers. Plain data, immutable.</summary>
public sealed record SandboxPolicy
{
    /// <summary>The folder that the agent works in.</summary>
    public required CanonicalPath Workspace { get; init; }

    /// <summary>The starting point.</summary>
    public required Profile Profile { get; init; }

    /// <summary>Controls whose gaps the user accepted by name. Empty: strict.</summary>
    public required ImmutableArray<Control> Accepted { get; init; }

    /// <summary>
    /// Writable roots, literal paths only. The private temporary folder is always writable and is not listed.
    /// </summary>
    public required ImmutableArray<PathRule> Write { get; init; }

    /// <summary>Paths that cannot be read: the built-in secrets and the user's own.</summary>
    public required ImmutableArray<PathRule> DenyRead { get; init; }

    /// <summary>Secrets that the user's own layer or flag allows to be read again (<c>read</c>).</summary>
    public required ImmutableArray<PathRule> Read { get; init; }

    /// <summary>
    /// Hand-off names: relative to any folder (a bare name) or to each writable root (with a slash). Never writable.
    /// </summary>
    public required ImmutableArray<HandoffRule> Protect { get; init; }

    /// <summary>Hand-offs at one place each, as <c>~/.bashrc</c> when the home folder is writable; existing or not.
    /// Literal paths only.</summary>
    public ImmutableArray<PathRule> ProtectPaths { get; init; } = [];

    /// <summary>What the network looks like from inside.</summary>
    public required NetworkMode Network { get; init; }

    /// <summary>Hosts of the allow list.</summary>
    public required ImmutableArray<HostRule> Allow { get; init; }

    /// <summary>TCP ports that a server inside may offer to the user's own loopback.</summary>
    public required ImmutableArray<int> Loopback { get; init; }

    /// <summary>Rules about commands; the strictest match wins.</summary>
    public required ImmutableArray<CommandRule> Commands { get; init; }

    /// <summary>Limits of one command.</summary>
    public required Limits Limits { get; init; }

    /// <summary>Which variables pass.</summary>
    public required EnvironmentRules Environment { get; init; }

    /// <summary>More deletions than this in one command: stop and ask. Null: no guard.</summary>
    public int? GuardDeletions { get; init; }

    /// <summary>SHA-256 over the canonical text of everything above: equal policies have equal hashes.</summary>
    public required string Hash { get; init; }

    /// <summary>The hosts beyond which no flag opens any: what the machine's file allows. Null: any.</summary>
    /// <remarks>It changes no fence, so it is not in <see cref="Hash"/>: it changes what is offered for a
    /// grant.</remarks>
    public ImmutableArray<HostRule>? Grantable { get; init; }

    /// <summary>
    /// The <c>deny_read</c> rule that keeps <paramref name="path"/> secret; null when it may be read.
    /// </summary>
    public PathRule? DeniesRead(CanonicalPath path)
    {
        foreach (var rule in DenyRead)
            if (rule.Covers(path) && ReopenerOf(rule, path) is null) return rule;
        return null;
    }

    /// <summary>The <c>read</c> rule that re-opens <paramref name="path"/> although <paramref name="denial"/> covers
    /// it: one that lies within the denial.</summary>
    public PathRule? ReopenerOf(PathRule denial, CanonicalPath path)
    {
        if (!IsReopenable(denial)) return null;
        foreach (var rule in Read)
            if (rule.Covers(path) && denial.Contains(rule)) return rule;
        return null;
    }

    /// <summary>
    /// The policy in TOML's syntax, for people; <paramref name="origins"/>: each entry with where it was said.
    /// </summary>
    public string ToText(bool origins = true) => PolicyText.Of(this, origins);

    /// <summary>The policy for programs.</summary>
    public JsonObject ToJson() => PolicyJson.Of(this);

    /// <summary>What <see cref="Hash"/> is to be: origins do not count, the order of entries does not count.</summary>
    public string ComputeHash() => Sha256.Hex(Encoding.UTF8.GetBytes(ToText(origins: false)));

    /// <summary>
    /// True when a <c>read</c> rule may re-open it: what the machine's or the project's file denies stays denied.
    /// </summary>
    public static bool IsReopenable(PathRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Origin.Layer is PolicyLayer.BuiltIn or PolicyLayer.User;
    }
}
