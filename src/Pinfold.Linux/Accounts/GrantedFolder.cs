using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;
using Pinfold.Linux.Workspace;

namespace Pinfold.Linux.Accounts;

/// <summary>A user's folder that the ledger says an account was let into.</summary>
internal static class GrantedFolder
{
    /// <summary>What tells a folder from another that gets its name later.</summary>
    internal static string Identity(in StatxBuffer stat) => $"{stat.DevMajor}:{stat.DevMinor}:{stat.Inode}";

    /// <summary>
    /// The change that lets <paramref name="uid"/> into <paramref name="folder"/>, which is <paramref name="owner"/>'s
    /// own.
    /// </summary>
    internal static LedgerChange.GrantAccess Change(Folder folder, uint uid, uint owner, bool write) =>
        folder.Stat("", out var stat)
            ? new(folder.Path.Value, Identity(stat), Text(uid), Text(owner), write ? "all" : "enter")
            : throw new SetupException($"{folder.Path} cannot be looked at any more");

    /// <summary>
    /// Why nobody is let into <paramref name="folder"/>; null when nothing is known that is in the way.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="folder">Null when its user cannot open it.</param>
    /// <param name="owner">The user.</param>
    internal static string? Refusal(CanonicalPath path, Folder? folder, uint owner)
    {
        if (folder is null || !folder.Stat("", out var stat) || stat.Uid != owner)
            return $"{path} is not a folder of your own, and its file system knows no idmapped mounts: "
                + "elevated mode cannot let its account in; use --mode unelevated there";
        var group = CallerGroup.Of(owner);
        return group is { } gid && CallerGroup.Holder(gid) is null ? null
            : $"{path} would be let in by access list for a group that is no other's, and there is none for user "
                + $"{owner}{(group is { } g ? $": {CallerGroup.Holder(g)} has {g}" : "")}; use --mode unelevated there";
    }

    /// <summary>Takes it back, also where it was moved to; what is said when something stays.</summary>
    internal static string? TakeBack(LedgerChange.GrantAccess g, MovedFolders moved) => Visit(g, moved, change: true);

    /// <summary>What is said when something stays of one that was taken back before. Nothing is changed.</summary>
    internal static string? Remains(LedgerChange.GrantAccess g, MovedFolders moved) => Visit(g, moved, change: false);

    private static string? Visit(LedgerChange.GrantAccess g, MovedFolders moved, bool change)
    {
        var (uid, owner) = (Number(g.Uid), Number(g.Owner));
        var gid = CallerGroup.Of(owner)
            ?? throw new SetupException($"user {g.Owner} has no group of its own in access lists");
        using var there = CanonicalPath.TryParse(g.Path, out var path, out _) ? Folder.Open(path) : null;
        var isThere = there is not null && there.Stat("", out var stat) && Identity(stat) == g.Identity;
        var (folders, fault) = isThere ? ([there!], null) : moved.With(gid, g.Identity);
        var (holder, other, left) = (SandboxAccount.OtherThanOurs(uid), (uint?)null, 0);
        foreach (var folder in folders)
        {
            // Given away since, or its number came again: what the account made in it may be another user's then.
            var another = folder.Stat("", out var now) && now.Uid == owner ? (uint?)null : now.Uid;
            var grant = new AccessGrant(folder, gid);
            if (change) grant.TakeBack(uid, owner, give: holder is null && another is null);
            else grant.Look(uid);
            left += grant.LeftOut;
            if (grant.LeftOut > 0) other ??= another;
        }

        if (fault is not null)
            return $"{g.Path} is not there any more, and whether it was deleted or moved cannot be known: {fault}; "
                + "where it was moved to, entries for its commands stay";
        if (left == 0) return null;
        return $"{left} files in {(isThere ? g.Path : $"what was {g.Path}")} stay with uid {g.Uid}: "
            + (holder is null ? "" : $"it is the account {holder} by now and they may be {holder}'s, or ")
            + (other is null ? "" : $"the folder is user {other}'s by now and they may be theirs, or ")
            + "they have further names, or cannot be opened";
    }

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
