using System.Globalization;
using System.Text;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Setup;

namespace Pinfold.Linux.Accounts;

/// <summary>
/// The system's files of accounts. Its tools keep a copy of the version before, and a lock; those are put back as they
/// were too, so that nothing tells of setup afterwards.
/// </summary>
internal static class AccountFiles
{
    private const string Lock = "/etc/.pwd.lock";
    private static readonly string[] Names = ["passwd", "group", "shadow", "gshadow", "subuid", "subgid"];

    /// <summary>Those that count in the proof.</summary>
    internal static IEnumerable<string> All => [.. Names.Select(n => "/etc/" + n), .. Copies, Lock];

    /// <summary>Those of them that tools keep of the version before.</summary>
    internal static IEnumerable<string> Copies => Names.Select(n => $"/etc/{n}-");

    /// <summary>The copies with their bytes, as lines "file TAB owner:group:mode:base64", or "absent".</summary>
    /// <param name="own">The set-up whose accounts are left out of them.</param>
    internal static IEnumerable<string> Keep(IReadOnlyCollection<LedgerChange> own) =>
        [.. Copies.Select(c => $"{c}\t{Kept(c, own)}"), $"{Lock}\t{(File.Exists(Lock) ? "there" : "absent")}"];

    /// <summary>
    /// The bytes of such a file without the lines of the accounts and groups of <paramref name="own"/>.
    /// </summary>
    internal static byte[] Without(string file, byte[] bytes, IReadOnlyCollection<LedgerChange> own)
    {
        var isOfAccounts = file.TrimEnd('-') == "/etc/passwd";
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        return Encoding.Latin1.GetBytes(
            string.Join('\n', lines.Where(l => !own.Any(c => isOfAccounts ? IsOf(l, c) : IsNamed(l, c)))));
    }

    /// <summary>By name and uid, or by all that setup gives to such an account: a name alone is anybody's.</summary>
    private static bool IsOf(string line, LedgerChange own) =>
        own is LedgerChange.AddAccount a && AccountLine.Parse(line) is { } there
            && there.Name == a.Path && (there.Uid == a.Uid || SandboxAccount.IsOurs(there, a.Role));

    /// <summary>The name is the plan's, which takes none that is another's.</summary>
    private static bool IsNamed(string line, LedgerChange own) =>
        own is LedgerChange.AddAccount or LedgerChange.AddGroup
            && line.StartsWith(own.Path + ":", StringComparison.Ordinal);

    /// <summary>
    /// Puts back the copies of files that are as they were before setup. Of a file that somebody else changed meanwhile
    /// the tools' copy is theirs, and stays.
    /// </summary>
    internal static void PutBack(IEnumerable<string> kept, HostState before)
    {
        foreach (var line in kept)
        {
            if (line.Split('\t') is not [var path, var value]
                || (path != Lock && !Copies.Contains(path, StringComparer.Ordinal)))
                continue;
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
        var (uid, gid) = (uint.Parse(fields[0], CultureInfo.InvariantCulture),
            uint.Parse(fields[1], CultureInfo.InvariantCulture));
        RootFile.Write(path, Convert.ToUInt32(fields[2], 8), Convert.FromBase64String(fields[3]), uid, gid);
    }

    private static unsafe string Kept(string path, IReadOnlyCollection<LedgerChange> own)
    {
        StatxBuffer stat;
        fixed (byte* text = OsText.Encode(path + "\0"))
            if (Libc.Statx(Libc.AT_FDCWD, text, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0)
                return "absent";
        return $"{stat.Uid}:{stat.Gid}:{Convert.ToString(stat.Mode & 0xfff, 8)}:"
            + Convert.ToBase64String(Without(path, File.ReadAllBytes(path), own));
    }
}
