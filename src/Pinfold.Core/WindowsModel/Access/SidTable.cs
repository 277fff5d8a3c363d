namespace Pinfold.Core.WindowsModel.Access;

/// <summary>A token's SIDs → what they match: open addressing, at most half full.</summary>
internal sealed class SidTable
{
    private readonly Sid?[] _sids;
    private readonly SidMatch[] _matches;
    private readonly int _mask;

    private SidTable(int count)
    {
        var size = 8;
        while (size < 2 * count) size *= 2;
        (_sids, _matches, _mask) = (new Sid?[size], new SidMatch[size], size - 1);
    }

    internal static SidTable Of(Token token)
    {
        var table = new SidTable(token.Groups.Length + token.RestrictingSids.Length + token.Capabilities.Length + 4);
        table.Add(token.User, token.IsUserDenyOnly ? SidMatch.Deny : SidMatch.Allow | SidMatch.Deny);
        foreach (var group in token.Groups)
            table.Add(group.Sid,
                group.IsDenyOnly ? SidMatch.Deny : group.IsEnabled ? SidMatch.Allow | SidMatch.Deny : SidMatch.None);

        // Restricting SIDs count by being there, whatever their attributes (CreateRestrictedToken: "restricting SIDs
        // are always enabled").
        foreach (var sid in token.RestrictingSids) table.Add(sid, SidMatch.Restricting);
        if (token.PackageSid is not { } package) return table;
        table.Add(package, SidMatch.Capability);
        table.Add(WellKnownSids.AllRestrictedAppPackages, SidMatch.Capability);
        if (!token.IsLessPrivilegedAppContainer) table.Add(WellKnownSids.AllAppPackages, SidMatch.Capability);
        foreach (var capability in token.Capabilities)
            if (capability.IsEnabled) table.Add(capability.Sid, SidMatch.Capability);
        return table;
    }

    /// <summary>What <paramref name="sid"/> matches; nothing when it is not in the token.</summary>
    internal SidMatch Find(Sid sid)
    {
        for (var at = sid.GetHashCode() & _mask; _sids[at] is { } found; at = at + 1 & _mask)
            if (found.Equals(sid)) return _matches[at];
        return SidMatch.None;
    }

    private void Add(Sid sid, SidMatch match)
    {
        var at = sid.GetHashCode() & _mask;
        while (_sids[at] is { } found && !found.Equals(sid)) at = at + 1 & _mask;
        _sids[at] = sid;
        _matches[at] |= match;
    }
}
