namespace Pinfold.Core.Decisions;

/// <summary>Walks the components of a path without allocating.</summary>
internal ref struct PathWalk(ReadOnlySpan<char> path)
{
    private ReadOnlySpan<char> _rest = path.TrimStart('/');

    /// <summary>The component under the cursor.</summary>
    internal ReadOnlySpan<char> Name { get; private set; }

    /// <summary>What follows it, without a leading slash.</summary>
    internal readonly ReadOnlySpan<char> Rest => _rest;

    /// <summary>Moves to the next component; false at the end.</summary>
    internal bool Next()
    {
        if (_rest.IsEmpty) return false;
        var slash = _rest.IndexOf('/');
        Name = slash < 0 ? _rest : _rest[..slash];
        _rest = slash < 0 ? [] : _rest[(slash + 1)..];
        return true;
    }
}
