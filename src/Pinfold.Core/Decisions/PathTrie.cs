namespace Pinfold.Core.Decisions;

/// <summary>Values at paths, found while walking a path component by component.</summary>
internal sealed class PathTrie<T>
    where T : class
{
    private readonly Dictionary<string, PathTrie<T>> _children = [];
    private readonly Dictionary<string, PathTrie<T>>.AlternateLookup<ReadOnlySpan<char>> _byName;

    internal PathTrie() => _byName = _children.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>What lies exactly here.</summary>
    internal T? Value { get; set; }

    /// <summary>The place of a path or relative path, made when it is new.</summary>
    internal PathTrie<T> At(string path)
    {
        var place = this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!place._children.TryGetValue(name, out var child)) place._children[name] = child = new();
            place = child;
        }

        return place;
    }

    /// <summary>The place one component further; null when nothing lies there or below.</summary>
    internal PathTrie<T>? Child(ReadOnlySpan<char> name) => _byName.TryGetValue(name, out var child) ? child : null;

    /// <summary>The outermost value at or above a relative path.</summary>
    internal T? First(ReadOnlySpan<char> path)
    {
        var place = this;
        var walk = new PathWalk(path);
        while (place is { Value: null } && walk.Next()) place = place.Child(walk.Name);
        return place?.Value;
    }
}
