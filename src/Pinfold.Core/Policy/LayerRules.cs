namespace Pinfold.Core.Policy;

/// <summary>
/// What one layer says, checked on its own, not yet against the other layers. Null: it says nothing about that key.
/// </summary>
internal sealed class LayerRules
{
    /// <summary>
    /// The keys whose values are ordered from tight to wide: profile, mode, limits. By <see cref="PolicyKey"/>.
    /// </summary>
    internal Dictionary<string, Said<long>> Ordered { get; } = [];

    internal Said<bool>? Strict { get; set; }

    internal List<Said<Enforcement.Control>>? Accept { get; set; }

    internal List<PathRule>? Write { get; set; }

    internal List<PathRule>? DenyRead { get; set; }

    internal List<PathRule>? Read { get; set; }

    internal List<HandoffRule>? Protect { get; set; }

    internal List<PathRule>? ProtectPaths { get; set; }

    /// <summary>Hand-off names, or whole paths where they start with a slash.</summary>
    internal List<Said<string>>? Unprotect { get; set; }

    internal List<HostRule>? Allow { get; set; }

    internal List<Said<int>>? Loopback { get; set; }

    internal List<CommandRule>? Commands { get; set; }

    internal List<Said<string>>? Remove { get; set; }

    internal List<Said<string>>? Keep { get; set; }

    internal List<Said<KeyValuePair<string, string>>>? Set { get; set; }
}
