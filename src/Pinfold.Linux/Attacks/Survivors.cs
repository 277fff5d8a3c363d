using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Living on when the command has ended. Who lives on holds a lock; the host tries to take it.</summary>
internal static class Survivors
{
    internal static IEnumerable<AttackCode> Codes =>
    [
        Surviving("survive-child", s => s),
        Surviving("survive-setsid", s => s.Then(112 /* setsid */)),
        Surviving("survive-ignoring-signals",
            s => s.Then(112).Then(13, 1, Words(1, 0, 0, 0), 0, 8).Then(13, 15, Words(1, 0, 0, 0), 0, 8)),
        Surviving("survive-double-fork", s => s.Then(112).Then(Sys.Fork)),
        Surviving("survive-own-group", s => s.Then(109 /* setpgid */, 0, 0)),
        Surviving("survive-without-parent-death-signal", s => s.Then(Sys.Prctl, 1 /* PR_SET_PDEATHSIG */, 0).Then(112)),
        Surviving("survive-as-subreaper", s => s.Then(Sys.Prctl, 36 /* PR_SET_CHILD_SUBREAPER */, 1).Then(Sys.Fork)),
        Surviving("survive-stopped", s => s.Then(112).Then(Sys.Fork).Then(62 /* kill */, 0, 19 /* SIGSTOP */)),
        Surviving("survive-in-tight-loop", s => s.Then(112).Then(Sys.Fork).Then(Sys.Fork).Then(Sys.Fork)),
        new("survive-nohup", NoHup, Lives) { Prepare = Lock, Isolated = true },
    ];

    /// <summary>Children that wait for ever; the attempt itself ends at once.</summary>
    private static AttackCode Surviving(string name, Func<ChildScript, ChildScript> daemonize) =>
        new(name, a => Leave(a, daemonize(new ChildScript()).Then(Sys.Pause)), Lives)
            { Prepare = Lock, Isolated = true };

    private static void Lock(Scene scene) => scene.OnEnd(() => KillHolders(scene));

    private static void Leave(Attempt a, ChildScript script)
    {
        // inherited by the children
        var fd = a.Need("openat", Call(Sys.Openat, AT_FDCWD, Text("lock"), Flag.ReadWrite | Flag.Create, 0x1A4));
        a.Need("flock", Call(Sys.Flock, fd, 2 /* LOCK_EX */));
        a.Try("clone", script.Start());
    }

    private static void NoHup(Attempt a)
    {
        var fd = a.Need("openat", Call(Sys.Openat, AT_FDCWD, Text("lock"), Flag.ReadWrite | Flag.Create, 0x1A4));
        a.Need("flock", Call(Sys.Flock, fd, 2));
        using var output = new OutputFile();
        using var shell =
            BareProcess.Start(["/bin/sh", "-c", "nohup sleep 3600 >/dev/null 2>&1 & exit 0"], a.Workspace,
                [new("PATH", "/usr/bin:/bin")], (0, output.Number, output.Errors));
        a.Try("sh", shell.Wait() == 0 ? 0 : -Errno.ENOENT);
    }

    private static bool Lives(Scene scene)
    {
        var fd = Open(scene.Workspace + "/lock", Flag.ReadWrite | Flag.Create);
        var taken = Call(Sys.Flock, fd, 2 | 4 /* LOCK_EX | LOCK_NB */);
        Close(fd);
        return taken == -Errno.EAGAIN;
    }

    /// <summary>
    /// Ends what the control left, which may still be forking: again and again, until nobody holds the lock.
    /// </summary>
    private static void KillHolders(Scene scene)
    {
        var file = scene.Workspace + "/lock";
        if (!SpinWait.SpinUntil(() => KillOnce(file) && !Lives(scene), TimeSpan.FromSeconds(10)))
            throw new IOException($"processes that hold {file} could not be ended");
    }

    /// <summary>Kills the processes that have <paramref name="file"/> open, found by their descriptors.</summary>
    private static bool KillOnce(string file)
    {
        foreach (var process in Directory.EnumerateDirectories("/proc")
            .Where(d => char.IsAsciiDigit(Path.GetFileName(d)[0])))
        {
            var id = int.Parse(Path.GetFileName(process), System.Globalization.CultureInfo.InvariantCulture);
            if (id != Environment.ProcessId && Holds(process, file)) Call(Sys.Kill, id, 9);
        }

        return true;
    }

    private static bool Holds(string process, string file)
    {
        try
        {
            return Directory.EnumerateFiles(process + "/fd").Any(fd => new FileInfo(fd).LinkTarget == file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // another user's, or it ended meanwhile
        }
    }
}
