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

    /// <summary>The change that lets <paramref name="uid"/> into <paramref name="folder"/>, for a folder of <paramref name="owner"/>'s own; null when it is not.</summary>
    internal static LedgerChange.GrantAccess? Change(Folder folder, uint uid, uint owner, bool write) => folder.Stat("", out var stat) && stat.Uid == owner
        ? new(folder.Path.Value, Identity(stat), Text(uid), Text(owner), write ? "all" : "enter") : null;

    /// <summary>Takes it back; what is said when something stays.</summary>
    internal static string? TakeBack(LedgerChange.GrantAccess g)
    {
        using var folder = CanonicalPath.TryParse(g.Path, out var path, out _) ? Folder.Open(path) : null;
        if (folder is null || !folder.Stat("", out var stat) || Identity(stat) != g.Identity)
            return $"{g.Path} is gone or another folder by now: where it was moved to, entries for its commands stay";
        var grant = new AccessGrant(folder, CallerGroup.Of(Number(g.Owner)) ?? throw new SetupException($"user {g.Owner} has no group of its own in access lists"));
        grant.TakeBack(Number(g.Uid), Number(g.Owner));
        return grant.LeftOut == 0 ? null : $"{grant.LeftOut} files in {g.Path} stay with uid {g.Uid}: they have further names, or cannot be opened";
    }

    private static string Text(uint id) => id.ToString(CultureInfo.InvariantCulture);

    private static uint Number(string text) => uint.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
