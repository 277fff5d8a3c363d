using System.Globalization;
using System.Text;
using Pinfold.Core.Hashing;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>
/// What setup could change of this host: files of accounts with owner, mode and hash, packet filters, units, folders,
/// mounts, cgroups.
/// </summary>
internal static class HostSurvey
{
    private const int ModeBits = 0xfff, FolderKind = 0x4000, FileKind = 0x8000, LinkKind = 0xA000;

    internal static HostState Take()
    {
        var lines = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in AccountFiles.All) lines[$"file {file}"] = Look(file);
        foreach (var folder in (string[])["/usr/local", "/usr/local/lib", SetupPaths.Programs, SetupPaths.Runtime,
            "/etc/pinfold", .. CgroupFolders()])
            lines[$"folder {folder}"] = Look(folder);
        foreach (var folder in (string[])[SetupPaths.Units, SetupPaths.Programs, SetupPaths.Runtime, "/etc/pinfold",
            "/etc/init.d", .. Directory.GetDirectories("/etc", "rc?.d")])
            if (Directory.Exists(folder))
                foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
                    lines[$"file {path}"] = Look(path);
        Tables(lines);
        foreach (var mount in File.ReadLines("/proc/self/mountinfo").Select(Mount).Order(StringComparer.Ordinal))
            Add(lines, $"mount {mount}");
        foreach (var cgroup in Cgroups()) lines[$"cgroup {cgroup}"] = HostState.Abandoned;
        return new(lines);
    }

    /// <summary>
    /// Owner, mode, extended attributes (access lists, labels) and hash of a path, or that it is absent.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="seen">What of a file's bytes counts; null: all.</param>
    internal static unsafe string Look(string path, Func<byte[], byte[]>? seen = null)
    {
        StatxBuffer stat;
        fixed (byte* text = OsText.Encode(path + "\0"))
            if (Libc.Statx(Libc.AT_FDCWD, text, Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &stat) < 0)
                return "absent";
        var head = $"{stat.Uid}:{stat.Gid} {Convert.ToString(stat.Mode & ModeBits, 8)}{Attributes(path)}";
        return stat.Kind switch
        {
            FolderKind => $"folder {head}",
            LinkKind => $"link to {new FileInfo(path).LinkTarget}",
            FileKind when stat.Size <= RootFile.MaxBytes =>
                $"{head} {Sha256.Hex((seen ?? (b => b))(File.ReadAllBytes(path)))}",
            FileKind => $"{head} {stat.Size} bytes",
            _ => $"special {head}",
        };
    }

    /// <summary>xattr(7): a hash of names and values; empty where there are none.</summary>
    private static unsafe string Attributes(string path)
    {
        var buffer = new byte[1 << 16]; // XATTR_LIST_MAX and XATTR_SIZE_MAX (linux/limits.h)
        fixed (byte* text = OsText.Encode(path + "\0"), bytes = buffer)
        {
            var length = Libc.LlistXattr(text, bytes, buffer.Length);
            if (length <= 0) return ""; // none, or a file system that keeps none
            var all = new List<byte>();
            foreach (var name in Encoding.Latin1.GetString(buffer, 0, (int)length)
                .Split('\0', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal))
            {
                nint size;
                fixed (byte* key = Encoding.Latin1.GetBytes(name + "\0"))
                    size = Libc.LgetXattr(text, key, bytes, buffer.Length);
                all.AddRange(Encoding.Latin1.GetBytes($"{name}={size}:"));
                all.AddRange(buffer.AsSpan(0, (int)Math.Max(0, size)));
            }

            return $" xattr {Sha256.Hex([.. all])}";
        }
    }

    /// <summary>One line for each table of nftables; counters left out.</summary>
    private static void Tables(SortedDictionary<string, string> lines)
    {
        if (SystemTool.Find("nft") is null) return;
        foreach (var table in SystemTool.Output("nft", null, "list", "tables")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var words = table.Split(' '); // table FAMILY NAME
            if (words.Length < 3) continue;
            var (status, text, _) = SystemTool.Run("nft", null, "-s", "list", "table", words[1], words[2]);
            lines[$"nftables {words[1]} {words[2]}"] = status == 0
                ? Sha256.Hex(Encoding.UTF8.GetBytes(text))
                : "cannot be listed";
        }
    }

    /// <summary>proc_pid_mountinfo(5) without the numbers that the kernel gives anew.</summary>
    private static string Mount(string line)
    {
        var words = line.Split(' ');
        return words.Length > 4
            ? $"{words[4]} of {words[3]} {line[Math.Max(0, line.IndexOf(" - ", StringComparison.Ordinal))..].Trim()}"
            : line;
    }

    private static string[] CgroupFolders() =>
        SessionCgroups.Place() is { } place ? [place, .. SessionCgroups.Roles.Select(r => $"{place}/{r}")] : [];

    /// <summary>
    /// Those of commands that are gone. Others come and go with the users' own commands, those of a container's, whose
    /// processes are not seen here, among them: what is empty at two looks is left.
    /// </summary>
    private static unsafe IEnumerable<string> Cgroups()
    {
        const int Between = 100; // milliseconds: a launch has its process in it, or is over, within a few
        if (!Directory.Exists("/sys/fs/cgroup")) return [];
        var options =
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true,
                AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 6 };
        string[] empty = [.. Directory.EnumerateDirectories("/sys/fs/cgroup", "pinfold-*", options).Where(IsAbandoned)];
        if (empty.Length > 0) _ = Libc.Poll(null, 0, Between);
        return empty.Where(IsAbandoned);
    }

    /// <summary>Named after the process that made it, which is gone, and empty.</summary>
    private static bool IsAbandoned(string cgroup)
    {
        try
        {
            return RootFile.Name(cgroup).Split('-') is [_, var maker, ..] && !Directory.Exists($"/proc/{maker}")
                && File.ReadAllText(cgroup + "/cgroup.procs").Length == 0;
        }
        catch (IOException)
        {
            return false; // removed meanwhile
        }
    }

    private static void Add(SortedDictionary<string, string> lines, string what)
    {
        var count = lines.TryGetValue(what, out var there) ? int.Parse(there, CultureInfo.InvariantCulture) : 0;
        lines[what] = (count + 1).ToString(CultureInfo.InvariantCulture);
    }
}
