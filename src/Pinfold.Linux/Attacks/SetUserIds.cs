using System.Globalization;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.ForeignNamespaces;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Gaining another identity or a capability.</summary>
internal static class SetUserIds
{
    private const int Other = 54321; // an id that nobody has

    internal static IEnumerable<AttackCode> Codes =>
    [
        Program("privilege-su", "/bin/su", "-c", "true"),
        Program("privilege-mount", "/bin/mount", "--version"),
        Program("privilege-passwd", "/usr/bin/passwd", "--status"),
        Program("privilege-newgrp", "/usr/bin/newgrp"),
        Program("privilege-sudo", "/usr/bin/sudo", "-n", "true"),
        new("privilege-set-uid-copy", a => RunCopy(a, "u"),
            s => s.Report.Data.Trim() == Other.ToString(CultureInfo.InvariantCulture))
            { Unfit = NeedsRoot, Prepare = s => Copy(s, 0x9ED /* 04755 */), Isolated = true },
        new("privilege-set-gid-copy", a => RunCopy(a, "g"),
            s => s.Report.Data.Trim() == Other.ToString(CultureInfo.InvariantCulture))
            { Unfit = NeedsRoot, Prepare = s => Copy(s, 0x5ED /* 02755 */), Isolated = true },
        new("privilege-set-uid-in-workspace", a => RunCopy(a, "u"),
            s => s.Report.Data.Trim() == Other.ToString(CultureInfo.InvariantCulture))
            { Unfit = NeedsRoot, Prepare = s => Copy(s, 0x9ED, "home/ws/id"), Isolated = true },
        new("privilege-file-capability", FileCapability,
            s => s.Report.Data.Contains("CapPrm:\t0000000000000400", StringComparison.Ordinal))
            { Unfit = NeedsRoot, Prepare = CapabilityCopy, Isolated = true },
        new("privilege-leave-set-uid-chmod", LeaveByChmod, IsSetUid)
            { Prepare = s => s.Put("home/ws/tool", "#!/bin/sh\n") },
        new("privilege-leave-set-uid-open",
            Run: a => a.Try("openat", Open("tool", Flag.WriteOnly | Flag.Create, 0x9ED)),
            Worked: IsSetUid),
        new("privilege-leave-set-uid-openat2", LeaveByOpenAt2, IsSetUid) { Denials = [Errno.EPERM, Errno.ENOSYS] },
        new("privilege-leave-set-uid-mknod",
            Run: a => a.Try("mknodat", Call(Sys.Mknodat, AT_FDCWD, Text("tool"), 0x89ED)),
            Worked: IsSetUid),
        new("privilege-setuid", a => a.Try("setresuid", Call(Sys.Setresuid, Other, Other, Other)),
            s => s.Report.Succeeded)
            { Unfit = NeedsRoot, Denials = [Errno.EPERM, Errno.EINVAL] },
        new("privilege-setgid", a => a.Try("setresgid", Call(Sys.Setresgid, Other, Other, Other)),
            s => s.Report.Succeeded)
            { Unfit = NeedsRoot, Denials = [Errno.EPERM, Errno.EINVAL] },
        new("privilege-setgroups", a => a.Try("setgroups", Call(Sys.Setgroups, 0, 0)), s => s.Report.Succeeded)
            { Unfit = NeedsRoot },
        new("privilege-capset", Capset, s => s.Report.Succeeded) { Unfit = NeedsRoot },
        new("privilege-securebits", a => a.Try("prctl", Call(Sys.Prctl, 28 /* PR_SET_SECUREBITS */, 0)),
            s => s.Report.Succeeded)
            { Unfit = NeedsRoot },
        new("privilege-bypass-modes", BypassModes, Secrets.Leaked) { Unfit = NeedsRoot, Prepare = OthersSecret },
    ];

    /// <summary>
    /// A set-uid program of this host; what tells is the effective id of its process while it waits at its start.
    /// </summary>
    private static AttackCode Program(string name, params string[] argv) =>
        new(name, a => Execute(a, argv),
            s => s.Report.Data.Contains("\t0\t0\t0", StringComparison.Ordinal) && s.Report.Succeeded)
    {
        Unfit = _ =>
            Native.Libc.GetUid() == 0
                ? "root is root already"
                : !File.Exists(argv[0])
                ? $"{argv[0]} is not here"
                : File.GetUnixFileMode(argv[0]).HasFlag(UnixFileMode.SetUser)
                ? null
                : $"{argv[0]} is not set-uid",
        Denials = [Errno.EPERM],
    };

    private static void Execute(Attempt a, string[] argv)
    {
        var (read, write) = Descriptor.Pipe();
        using (read)
        using (write)
        {
            using var output = new OutputFile();
            using var program = BareProcess.Start(argv, "/", [], (read.Number, output.Number, output.Errors));
            // execve(2) lets the parent go on before it sets the ids
            SpinWait.SpinUntil(() => program.State is not ('R' or 'D'), TimeSpan.FromSeconds(2));
            var status = Read(Open($"/proc/{program.Id}/status", Flag.ReadOnly)) ?? "";
            var line = status.Split('\n').FirstOrDefault(l => l.StartsWith("Uid:", StringComparison.Ordinal)) ?? "";
            a.Got(line); // real, effective, saved, file system
            a.Try("execve", line.EndsWith("\t0\t0\t0", StringComparison.Ordinal) ? 0 : -Errno.EPERM);
        }
    }

    private static void Copy(Scene scene, int mode, string relative = "outside/id")
    {
        var copy = Path.Combine(scene.Folder, relative);
        File.Copy("/usr/bin/id", copy);
        Call(Sys.Fchownat, AT_FDCWD, Text(copy), Other, Other, 0);
        Call(Sys.Fchmodat, AT_FDCWD, Text(copy), mode);
        scene.Tell("copy", copy);
    }

    private static void RunCopy(Attempt a, string what)
    {
        Spawn(a, a["copy"], "-" + what);
    }

    private static bool IsSetUid(Scene scene) =>
        File.Exists(scene.Workspace + "/tool")
            && File.GetUnixFileMode(scene.Workspace + "/tool").HasFlag(UnixFileMode.SetUser);

    private static void LeaveByChmod(Attempt a)
    {
        a.Try("chmod", Call(Sys.Chmod, Text("tool"), 0x9ED));
        a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text("tool"), 0x9ED));
        a.Try("fchmodat2", Call(Sys.Fchmodat2, AT_FDCWD, Text("tool"), 0x9ED, 0));
        a.Try("fchmod", Call(Sys.Fchmod, a.Need("openat", Open("tool", Flag.ReadOnly)), 0x9ED));
    }

    /// <summary>struct open_how: flags, mode, resolve.</summary>
    private static void LeaveByOpenAt2(Attempt a) =>
        a.Try("openat2", Call(437, AT_FDCWD, Text("tool"), Words(Flag.WriteOnly | Flag.Create, 0x9ED, 0), 24));

    private static void Spawn(Attempt a, params string[] argv)
    {
        using var output = new OutputFile();
        try
        {
            using var process = BareProcess.Start(argv, "/", [], (0, output.Number, output.Errors));
            a.Try("execve", process.Wait() == 0 ? 0 : -Errno.EACCES);
        }
        catch (Native.LinuxException e)
        {
            a.Try("execve", -e.Errno);
        }

        a.Got(output.Read());
    }

    /// <summary>cap_net_bind_service on a copy of cat, as setcap(8) writes it (VFS_CAP_REVISION_2).</summary>
    private static void CapabilityCopy(Scene scene)
    {
        var copy = scene.Outside + "/cat";
        File.Copy("/bin/cat", copy);
        var value = Bytes([1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        if (Call(Sys.Setxattr, Text(copy), Text("security.capability"), value, 20) < 0)
            throw new IOException("security.capability cannot be set here");
        scene.Tell("copy", copy);
    }

    private static void FileCapability(Attempt a)
    {
        Call(Sys.Prctl, 28, 0x5); // root would have every capability anyway: SECBIT_NOROOT, SECBIT_NO_SETUID_FIXUP
        Spawn(a, a["copy"], "/proc/self/status");
    }

    private static void Capset(Attempt a) =>
        a.Try("capset", Call(Sys.Capset, Words(0x20080522), Words(unchecked((nint)0x00000400_00000400), 0, 0)));

    private static void OthersSecret(Scene scene)
    {
        var file = scene.Put("outside/private", Scene.Secret);
        Call(Sys.Fchownat, AT_FDCWD, Text(file), Other, Other, 0);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
    }

    private static void BypassModes(Attempt a) => Secrets.Take(a, a.Outside + "/private");
}
