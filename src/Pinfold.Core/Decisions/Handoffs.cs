using Pinfold.Core.Paths;
using Pinfold.Core.Policy;

namespace Pinfold.Core.Decisions;

/// <summary>
/// The hand-off names inside a writable root: bare names at any depth, names with a slash from the root, and the split
/// of .git.
/// </summary>
internal sealed class Handoffs
{
    private readonly Dictionary<string, Handoff> _bare = [];
    private readonly Dictionary<string, Handoff>.AlternateLookup<ReadOnlySpan<char>> _byName;
    private readonly PathTrie<Handoff> _fromRoot = new();
    private readonly GitSplit _git;

    internal Handoffs(IEnumerable<HandoffRule> rules)
    {
        _git = new(rules);
        _byName = _bare.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var rule in rules)
        {
            if (GitSplit.Owns(rule)) continue;
            if (rule.Name.Contains('/', StringComparison.Ordinal))
                _fromRoot.At(rule.Name).Value ??= new(rule.Name, rule.Origin);
            else _bare.TryAdd(rule.Name, new(rule.Name, rule.Origin));
        }
    }

    /// <summary>The hand-off that a path relative to a root is or lies below; null when it is free.</summary>
    internal Handoff? Find(ReadOnlySpan<char> relative)
    {
        var place = _fromRoot;
        var walk = new PathWalk(relative);
        while (walk.Next())
        {
            if (_byName.TryGetValue(walk.Name, out var bare)) return bare;
            place = place?.Child(walk.Name);
            if ((place?.Value ?? (walk.Name is GitSplit.Folder ? _git.Find(walk.Rest) : null)) is { } found)
                return found;
        }

        return null;
    }
}
