using System.Globalization;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// The system's files of accounts. Its tools keep a copy of the version before, and a lock; those are put back as they were too, so that
/// nothing tells of setup afterwards.
/// </summary>
internal static class AccountFiles
{
    private const string Lock = "/etc/.pwd.lock";
    private static readonly string[] Names = ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"];

    /// <summary>Those that count in the proof.</summary>
    internal static IEnumerable<string> All => [.. Names.Select(n => "/etc/" + n), .. Copies, Lock];

    private static IEnumerable<string> Copies => Names.Select(n => $"/etc/{n}-");

    /// <summary>The copies with their bytes, as lines "file TAB owner:group:mode:base64", or "absent".</summary>
    internal static IEnumerable<string> Keep() => [.. Copies.Select(c => $"{c}\t{Kept(c)}"), $"{Lock}\t{(File.Exists(Lock) ? "there" : "absent")}"];

    /// <summary>
    /// Puts back the copies of files that are as they were before setup. Of a file that somebody else changed meanwhile the tools' copy is
    /// theirs, and stays.
    /// </summary>
    internal static void PutBack(IEnumerable<string> kept, HostState before)
    {
        foreach (var line in kept)
        {
            if (line.Split('\t') is not [var path, var value] || (path != Lock && !Copies.Contains(path, StringComparer.Ordinal))) continue;
            if (path == Lock)
            {
                if (value == "absent") RootFile.Remove(Lock);
                continue;
            }

            var original = path[..^1];
            if (HostSurvey.Look(original) != before.Lines.GetValueOrDefault($"file {original}")
                || HostSurvey.Look(path) == before.Lines.GetValueOrDefault($"file {path}"))
                continue;
            if (value == "absent") RootFile.Remove(path);
            else Write(path, value);
        }
    }

    private static void Write(string path, string value)
    {
        var fields = value.Split(':');
        var (uid, gid) = (uint.Parse(fields[0], CultureInfo.InvariantCulture), uint.Parse(fields[1], CultureInfo.InvariantCulture));
        RootFile.Write(path, Convert.ToUInt32(fields[2], 8), Convert.FromBase64String(fields[3]), uid, gid);
    }

    private static unsafe string Kept(string path)
    {
        StatxBuffer stat;
        fixed (byte* text = OsText.Encode(path + "\0"))
            if (Libc.Statx(Libc.AT_FDCWD, text, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0) return "absent";
        return $"{stat.Uid}:{stat.Gid}:{Convert.ToString(stat.Mode & 0xfff, 8)}:{Convert.ToBase64String(File.ReadAllBytes(path))}";
    }
}
