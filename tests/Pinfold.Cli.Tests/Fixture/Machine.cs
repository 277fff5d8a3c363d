using System.Diagnostics;
using System.Globalization;
using Pinfold.Compatibility.Tests.Fixture;
using Xunit;

namespace Pinfold.Cli.Tests.Fixture;

/// <summary>
/// A machine of the test's own, of which the host sees nothing: mounts, processes, network and host name apart; /etc,
/// /var, /usr/local, /home and /opt are the host's with a layer of their own on top; /run and /tmp are new. Root alone
/// can make one. It ends with the test, whatever runs in it.
/// </summary>
/// <remarks>
/// The published programs are at <see cref="Programs"/>, read-only. There is no systemd in it, and no other network
/// than loopback (127.0.0.1 and ::1); <see cref="Shell"/> can add interfaces. It has a cgroup of its own in each tree,
/// which is all that the host sees of it while it lives, and it sees no other machine's: its first process is in that
/// of version 2; that of version 1 lies where those are looked for that its processes are in.
/// </remarks>
public sealed class Machine : IDisposable
{
    /// <summary>Where the published programs are inside.</summary>
    public const string Programs = "/opt/pinfold";

    private const string Make = """
        set -eu
        layers=$1 programs=$2 unified=$3 name=$4 init=$5
        shift 5
        if [ -n "$unified" ]; then echo 0 > "$unified/machines/$name/cgroup.procs"; fi
        mount -t tmpfs -o mode=755 layers "$layers"
        for path in etc var usr/local home opt root; do
          mkdir -p "$layers/$path/upper" "$layers/$path/work"
          chmod --reference="/$path" "$layers/$path/upper"
          mount -t overlay overlay -o "lowerdir=/$path,upperdir=$layers/$path/upper,workdir=$layers/$path/work" "/$path"
        done
        # What other tests change on the host meanwhile must not show through.
        for file in passwd group shadow gshadow subuid subgid; do
          for copy in "/etc/$file" "/etc/$file-"; do if [ -e "$copy" ]; then : >>"$copy"; fi; done
        done
        mkdir -p /opt/pinfold
        mount --bind "$programs" /opt/pinfold
        mount -o remount,bind,ro /opt/pinfold
        mount -t tmpfs -o mode=755 run /run
        mount -t tmpfs -o mode=1777 tmp /dev/shm
        mkdir -p /run/lock /run/user
        if [ "${layers#/tmp/}" != "$layers" ]; then mkdir /run/layers; mount --move "$layers" /run/layers; fi
        mount -t tmpfs -o mode=1777 tmp /tmp
        ip link set lo up
        hostname machine
        only() { # CGROUP TREE PATH: of what is below TREE there is CGROUP alone, at PATH
          mkdir /run/cgroup; mount --bind "$1" /run/cgroup
          mount -t tmpfs -o mode=755 none "$2"; mkdir -p "$2$3"
          mount --move /run/cgroup "$2$3"; rmdir /run/cgroup
        }
        if [ "$init" = systemd ]; then umount -R /sys/fs/cgroup; mount -t cgroup2 cgroup /sys/fs/cgroup; unified=/sys/fs/cgroup; set --; fi
        if [ -n "$unified" ]; then only "$unified/machines/$name" "$unified/machines" "/$name"; fi
        while [ $# -gt 0 ]; do only "$1$2/machines/$name" "$1" "$2"; shift 2; done
        if [ "$init" = systemd ]; then
          # Its own units and generators would set up the host: here are those targets alone that others rest on, and what the host's kernel is told is read-only.
          for path in /usr/lib/systemd/system /usr/lib/systemd/system-generators /etc/systemd/system; do mount -t tmpfs -o mode=755 none $path; done
          for target in sysinit basic shutdown rescue umount final; do printf '[Unit]\nDefaultDependencies=no\nAllowIsolate=yes\n' > /usr/lib/systemd/system/$target.target; done
          printf '[Unit]\nRequires=basic.target\nConflicts=rescue.target\nAllowIsolate=yes\n' > /usr/lib/systemd/system/multi-user.target
          mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys
          touch /run/console && mount --bind /run/console /dev/console
          echo ready
          exec env -i container=other PATH=/usr/sbin:/usr/bin:/sbin:/bin /lib/systemd/systemd --system --unit=multi-user.target --log-target=console < /dev/null > /run/console 2>&1
        fi
        echo ready
        read -r _ # reaps orphans; ends with the test, since its pipe does
        """;

    /// <summary>
    /// systemd reads no pipe: who holds its machine does, and ends it when the test does, however that ends.
    /// </summary>
    private const string Hold = """
        "$@" < /dev/null & machine=$!
        exec > /dev/null 2>&1
        read -r _
        kill -KILL $machine
        wait
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private readonly Process _holder;
    private readonly string _files, _init = "", _name;
    private readonly string[] _cgroups;
    private readonly bool _systemd;
    private int _runs;

    /// <summary>Makes one.</summary>
    /// <param name="programs">The folder to have at <see cref="Programs"/>; null: what was published.</param>
    /// <param name="systemd">Its first process is systemd, with cgroup version 2 alone.</param>
    public Machine(string? programs = null, bool systemd = false)
    {
        if (!CanBeMade) throw new InvalidOperationException("a machine of the test's own needs root: it mounts");
        programs ??= Repository.Root + "/artifacts/publish";
        if (!File.Exists(programs + "/pinfold"))
            throw new InvalidOperationException(
                $"no program at {programs}; run 'dotnet publish src/Pinfold.Cli -c Release -r linux-x64 -o artifacts/publish'");
        _files = StaleMachines.Folder();
        _name = StaleMachines.NameOf(_files);
        _systemd = systemd;
        Directory.CreateDirectory(_files + "/layers");
        var trees = systemd ? [] : MachineCgroup.Trees();
        string[] parents =
            [.. trees.Select(t => t.Mount + t.Path.TrimEnd('/')), .. Unified is { } unified ? (string[])[unified] : []];
        _cgroups = [.. parents.Select(p => MachineCgroup.In(p, _name))];
        StaleMachines.Remove(parents);
        string[] arguments =
        [
            .. systemd ? (string[])["/bin/bash", "-c", Hold, "hold"] : [],
            "unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork",
            "--kill-child=KILL", "--mount-proc", "--propagation", "private",
            "/bin/bash", "-c", Make, "machine", _files + "/layers",
            programs, Unified ?? "", _name, systemd ? "systemd" : "",
            .. trees.SelectMany(t => (string[])[t.Mount, t.Path]),
        ];
        foreach (var cgroup in _cgroups) MachineCgroup.Make(cgroup);
        _holder = Process.Start(new ProcessStartInfo(arguments[0], arguments[1..])
        {
            UseShellExecute = false, RedirectStandardInput = true,
            RedirectStandardOutput = true, RedirectStandardError = true
        })!;
        try
        {
            var errors = _holder.StandardError.ReadToEndAsync();
            if (_holder.StandardOutput.ReadLine() != "ready")
                throw new InvalidOperationException($"the machine cannot be made: {errors.GetAwaiter().GetResult()}");
            var holder = _holder.Id.ToString(CultureInfo.InvariantCulture);
            _init = ChildOf(systemd ? ChildOf(holder) : holder);
            if (systemd)
                Must("/bin/bash", "-c",
                    "until [ -S /run/systemd/private ]; do :; done; systemctl is-system-running --wait");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>True where one can be made.</summary>
    public static bool CanBeMade => Environment.UserName == "root";

    /// <summary>The number of its first process on the host.</summary>
    internal int Init => int.Parse(_init, CultureInfo.InvariantCulture);

    /// <summary>The name of its cgroup in each tree of the host.</summary>
    internal string Name => _name;

    /// <summary>Where setup is to make cgroups; null where there is no version 2 to see.</summary>
    public string? Cgroups =>
        Unified is null ? null : $"{(_systemd ? "/sys/fs/cgroup" : Unified)}/machines/{_name}/pinfold";

    private static string? Unified => Array.Find(["/sys/fs/cgroup", "/sys/fs/cgroup/unified"],
        m => File.Exists(m + "/cgroup.controllers") && !File.Exists(m + "/cgroup.events"));

    /// <summary>The machine's root folder, as the test sees it. Absolute links in it lead to the host.</summary>
    public string Root => $"/proc/{_init}/root";

    /// <summary>Adds an ordinary user with a home folder, and a group of the same name.</summary>
    public void AddUser(string name) => Must("useradd", "--create-home", "--user-group", "--shell", "/bin/bash", name);

    /// <summary>Runs a program inside, as <paramref name="user"/>, to its end.</summary>
    internal Outcome Run(string user, params string[] argv)
    {
        var run = Interlocked.Increment(ref _runs);
        using var process = Start(user, run, argv);
        var ended = process.WaitForExit(Patience);
        if (!ended) process.Kill(entireProcessTree: true);
        var outcome = Read(run, ended ? process.ExitCode : -1);
        Assert.True(ended, $"still running after {Patience.TotalMinutes} minutes: {string.Join(' ', argv)}\n{outcome}");
        return outcome;
    }

    /// <summary>Runs a shell script inside, as <paramref name="user"/>, to its end.</summary>
    internal Outcome Shell(string user, string script) => Run(user, "/bin/bash", "-c", script);

    /// <summary>
    /// Starts a program inside; the caller waits for it. What it prints goes to nothing, unless it is told otherwise.
    /// </summary>
    public Process Start(string user, params string[] argv) => Start(user, 0, argv);

    /// <summary>The output of a program that root runs inside, and that must succeed.</summary>
    public string Must(params string[] argv)
    {
        var outcome = Run("root", argv);
        return outcome.Status == 0
            ? outcome.Output
            : throw new InvalidOperationException($"{string.Join(' ', argv)}: {outcome}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _holder.StandardInput.Close(); // its first process ends, and with it every other
        _holder.WaitForExit(Patience);
        _holder.Dispose();
        Directory.Delete(_files, recursive: true);
        foreach (var cgroup in _cgroups) MachineCgroup.Remove(cgroup);
    }

    private Process Start(string user, int run, string[] argv)
    {
        var (output, error) = run == 0 ? ("/dev/null", "/dev/null") : ($"{_files}/{run}", $"{_files}/{run}.error");
        var home = user == "root" ? "/root" : "/home/" + user;
        string[] identity = user == "root" ? [] : ["setpriv", "--reuid", user, "--regid", user, "--init-groups"];
        string[] all =
        [
            // a process group of its own: other tests' processes are no part of what is done to a group
            "setsid", "--wait",
            "/bin/sh", "-c", "output=$1 error=$2; shift 2; exec \"$@\" > $output 2> $error", "sh", output, error,
            "nsenter", "--target", _init, "--mount", "--net", "--pid", "--ipc", "--uts", "--wd=/", "--", .. identity,
            "env", "-i", "HOME=" + home, "USER=" + user, "LOGNAME=" + user,
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "LANG=C.UTF-8", "TERM=dumb", "SHELL=/bin/bash", "TZ=UTC", .. argv,
        ];
        var process = Process.Start(new ProcessStartInfo(all[0], all[1..])
            { UseShellExecute = false, RedirectStandardInput = true })!;
        process.StandardInput.Close();
        return process;
    }

    private static string ChildOf(string pid) => File.ReadAllText($"/proc/{pid}/task/{pid}/children").Trim();

    private Outcome Read(int run, int status) =>
        new(status, File.ReadAllText($"{_files}/{run}"), File.ReadAllText($"{_files}/{run}.error"));
}
