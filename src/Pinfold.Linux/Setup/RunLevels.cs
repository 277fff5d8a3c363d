using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>
/// Scripts of System V's init, which a host without systemd runs at a boot: by the links in a folder for each run
/// level.
/// </summary>
internal static unsafe class RunLevels
{
    internal const string Script = "/etc/init.d/pinfold-broker";
    private const string Name = "pinfold-broker", Target = "../init.d/" + Name;

    /// <summary>Run levels in which it runs, and in which it does not: those of the script's own header.</summary>
    private static readonly string[] Links =
        [.. "2345".Select(l => $"/etc/rc{l}.d/S99{Name}"), .. "016".Select(l => $"/etc/rc{l}.d/K01{Name}")];

    internal static bool IsHere =>
        !Directory.Exists("/run/openrc") && Directory.Exists("/etc/init.d")
            && Links.All(l => Directory.Exists(RootFile.Folder(l)));

    /// <summary>
    /// insserv(8), where it is, works out every script's number anew, and what is not in its files is not run.
    /// </summary>
    private static bool HasOrder =>
        SystemTool.Find("update-rc.d") is not null
            && (File.Exists("/usr/lib/insserv/insserv") || File.Exists("/sbin/insserv"));

    internal static string ScriptText => $$"""
        #!/bin/sh
        ### BEGIN INIT INFO
        # Provides:          {{Name}}
        # Required-Start:    $local_fs
        # Required-Stop:     $local_fs
        # Should-Start:      nftables
        # Default-Start:     2 3 4 5
        # Default-Stop:      0 1 6
        # Short-Description: Pinfold's launch service
        ### END INIT INFO
        program={{SetupPaths.Broker}}
        socket={{SetupPaths.Socket}}

        # A file of its number may be old, and name another process.
        running() {
          for exe in /proc/[0-9]*/exe; do
            if [ "$exe" -ef "$program" ]; then pid=${exe#/proc/}; pid=${pid%/exe}; return 0; fi
          done
          return 1
        }

        case "$1" in
          start)
            [ -x "$program" ] || exit 5
            running && exit 0
            rm -f "$socket"
            setsid "$program" < /dev/null > /dev/null 2>&1 &
            while [ ! -S "$socket" ]; do
              kill -0 $! 2> /dev/null || { echo "$program does not start; run it by hand to see why" >&2; exit 1; }
              sleep 0.05
            done
            ;;
          stop)
            # Commands end with their clients.
            tries=0
            while running; do
              tries=$((tries + 1))
              [ $tries -le 200 ] || { echo "process $pid does not end" >&2; exit 1; }
              kill -TERM "$pid" 2> /dev/null
              sleep 0.05
            done
            ;;
          restart|force-reload) "$0" stop && "$0" start ;;
          status)
            if running; then echo "$program runs: process $pid"; else echo "$program does not run"; exit 3; fi
            ;;
          *) echo "usage: $0 start|stop|restart|force-reload|status" >&2; exit 2 ;;
        esac

        """;

    internal static bool IsEnabled() => HasOrder ? Numbered().Length == Links.Length : Links.All(IsOurs);

    internal static void Enable()
    {
        if (HasOrder)
        {
            SystemTool.Output("update-rc.d", null, Name, "defaults");
            return;
        }

        foreach (var link in Links.Where(l => !IsOurs(l)))
        {
            using var folder = TrustedFolder.Need(RootFile.Folder(link));
            TrustedFolder.Remove(folder, RootFile.Name(link), link, isFolder: false);
            fixed (byte* name = OsText.Encode(RootFile.Name(link) + "\0"), target = OsText.Encode(Target + "\0"))
                LinuxException.Check(Libc.SymlinkAt(target, folder.Number, name), "symlinkat", link);
            LinuxException.Check(Libc.Fsync(folder.Number), "fsync", link);
        }
    }

    internal static void Disable()
    {
        if (HasOrder) SystemTool.Output("update-rc.d", null, "-f", Name, "remove");
        foreach (var link in Numbered())
        {
            using var folder = TrustedFolder.Open(RootFile.Folder(link));
            if (folder is not null) TrustedFolder.Remove(folder, RootFile.Name(link), link, isFolder: false);
        }
    }

    /// <summary>Links to the script, whatever number was given to them.</summary>
    internal static string[] Numbered() =>
        [.. Links.Select(RootFile.Folder).Where(Directory.Exists)
            .SelectMany(f => Directory.EnumerateFileSystemEntries(f, "???" + Name)).Where(IsOurs)];

    private static bool IsOurs(string link) => new FileInfo(link).LinkTarget == Target;
}
