using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Network;

namespace Pinfold.Linux.Setup;

/// <summary>
/// What of this host an administrator has to allow before setup can do its work: on a managed PC somebody else decides.
/// </summary>
internal static unsafe class Obstacles
{
    private const ulong NoExec = 8;

    internal static IEnumerable<Obstacle> Find()
    {
        foreach (var (tool, package) in ((string, string)[])[("nft", "nftables"),
            ("useradd", "passwd"), ("groupadd", "passwd")])
            if (SystemTool.Find(tool) is null)
                yield return new($"'{tool}' is not installed", $"apt-get install {package}");
        if (Untrusted(SetupPaths.Programs) is { } fault)
            yield return new(fault,
                "setup installs what root runs in /usr/local/lib/pinfold; root alone may change it and what is above");
        if (Untrusted(RootFile.Folder(SetupPaths.Runtime)) is { } open)
            yield return new(open,
                $"the launch service's socket is in {SetupPaths.Runtime}; root alone may change what is above");
        if (Flags("/usr/local") is { } usr && (usr & (StatVfsBuffer.ReadOnly | NoExec)) != 0)
            yield return new("/usr/local is mounted read-only or noexec",
                "let the administrator mount it so that programs of /usr/local/lib/pinfold can be written and run");
        if (Flags("/var/lib") is { } state && (state & StatVfsBuffer.ReadOnly) != 0)
            yield return new("/var/lib is mounted read-only",
                "the ledger needs a folder that outlives a restart: /var/lib/pinfold");
        foreach (var file in (string[])["/etc/passwd", "/etc/group", "/etc/shadow"])
            if (Directory.Exists("/etc") && Flags(file) is { } etc && (etc & StatVfsBuffer.ReadOnly) != 0)
                yield return new($"{file} is read-only",
                    "the accounts are made in it: let the administrator make it writable for setup");
        if (Libc.GetEuid() == 0 && NoFilter() is { } reason)
            yield return new($"the kernel has no nftables here: {reason}",
                "load the module nf_tables, or allow it: a locked-down kernel or a container may forbid it");
        if (OtherNames() is { } names)
            yield return new($"/etc/nsswitch.conf looks accounts up without this host's own file ({names})",
                "add 'files' to its lines passwd and group: commands work, but show numbers for names");
    }

    private static string? Untrusted(string path)
    {
        try
        {
            using var folder = TrustedFolder.Open(path);
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static string? NoFilter()
    {
        try
        {
            FirewallTable.Generation();
            return null;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static string? OtherNames() =>
        !File.Exists("/etc/nsswitch.conf") ? null
        : File.ReadLines("/etc/nsswitch.conf").Select(l => l.Trim())
            .FirstOrDefault(l => l.StartsWith("passwd:", StringComparison.Ordinal)
                && !l.Split([' ', '\t', ':']).Any(w => w is "files" or "compat" or "altfiles"));

    private static ulong? Flags(string path)
    {
        fixed (byte* text = OsText.Encode(path + "\0"))
        {
            var fd = Libc.Open(text, Libc.O_PATH | Libc.O_CLOEXEC, 0);
            if (fd < 0) return null;
            using var opened = new Descriptor(fd);
            StatVfsBuffer stat;
            return Libc.FstatVfs(fd, &stat) == 0 ? stat.Flags : null;
        }
    }
}
