using Pinfold.Core.Policy;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Decisions;

/// <summary>
/// What in a git folder is kept (gitrepository-layout(5)): the names that the policy protects below <c>.git/</c>,
/// there, in the git folders of submodules (<c>modules/NAME</c>) and of linked worktrees (<c>worktrees/NAME</c>, with
/// names of their own). All else is writable.
/// </summary>
internal sealed class GitSplit
{
    internal const string Folder = ".git";
    private const string Prefix = Folder + "/";
    private const string Modules = "modules";
    private const string Worktrees = "worktrees";

    private const string Outside =
        "nobody can grant it: repositories and worktrees are made, moved and removed outside the sandbox";
    private static readonly Origin BuiltIn = new(PolicyLayer.BuiltIn, "git's names");

    private readonly PathTrie<Handoff> _names = new();
    private readonly PathTrie<Handoff> _linked = new();
    private readonly Handoff _itself = new(Folder, BuiltIn, Outside);

    internal GitSplit(IEnumerable<HandoffRule> rules)
    {
        foreach (var rule in rules)
            if (rule.Name.StartsWith(Prefix, StringComparison.Ordinal))
                _names.At(rule.Name[Prefix.Length..]).Value ??= new(rule.Name, rule.Origin);
        foreach (var name in GitNames.Of(GitNameScope.Linked))
            _linked.At(name.Name).Value = new($"{Prefix}{Worktrees}/*/{name.Name}", BuiltIn, Outside);
    }

    internal static bool Owns(HandoffRule rule) => rule.Name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>
    /// The kept name that <paramref name="inside"/>, relative to a <c>.git</c>, is or lies below; the folder itself is
    /// kept too.
    /// </summary>
    internal Handoff? Find(ReadOnlySpan<char> inside)
    {
        if (inside.IsEmpty) return _itself;
        var rest = inside;
        while (!rest.IsEmpty)
        {
            if (_names.First(rest) is { } kept) return kept;
            var walk = new PathWalk(rest);
            walk.Next();
            var modules = walk.Name is Modules;
            if (!modules && walk.Name is not Worktrees) return null;
            if (!walk.Next()) return null;
            rest = walk.Rest;
            if (!modules && _linked.First(rest) is { } worktree) return worktree;
            if (modules) rest = FromEntry(rest);
        }

        return null;
    }

    /// <summary>
    /// A submodule's name may have slashes: its git folder begins where the first of git's own names follows.
    /// </summary>
    private ReadOnlySpan<char> FromEntry(ReadOnlySpan<char> path)
    {
        for (var walk = new PathWalk(path); !path.IsEmpty && walk.Next(); path = walk.Rest)
            if (IsEntry(walk.Name) || _names.Child(walk.Name) is not null) break;
        return path;
    }

    private static bool IsEntry(ReadOnlySpan<char> name) =>
        name is "HEAD" or "ORIG_HEAD" or "FETCH_HEAD" or "index"
            or "objects" or "refs" or "logs" or "info" or "packed-refs"
            or "shallow" or "description" or "branches" or "lfs" or Modules or Worktrees;
}
