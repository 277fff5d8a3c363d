using System.Globalization;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Attacks;

/// <summary>Processes that outlive the command, or that are not of its tree.</summary>
internal static unsafe class Survivors
{
    private const string Lingerer = @"home\ws\lingerer";

    internal static IEnumerable<AttackCode> Codes =>
    [
        Living("tree-breakaway", a => Start(a, Kernel32.CREATE_BREAKAWAY_FROM_JOB)),
        Living("tree-child-left-behind", a => Start(a, 0)),
        Living("tree-new-group", a => Start(a, Kernel32.CREATE_NEW_PROCESS_GROUP | Kernel32.CREATE_NEW_CONSOLE)),
        Living("tree-nested-job", NestedJob),
        new("tree-write-after-time-limit", LateWriter, WroteLate)
        {
            TimesOut = true,
            TimeLimit = TimeSpan.FromSeconds(6),
            LeavesChildren = true,
            Prepare = s => s.OnEnd(() => End(s)),
        },
        new("tree-other-logon", OtherLogon, s => s.IsThere(@"outside\mark")) { Contained = true },
    ];

    /// <summary>The part of the child: it writes, inside and outside, when the host has taken its mark away.</summary>
    internal static int WriteLate(string mark, string outside)
    {
        Bystander.Linger(mark);
        foreach (var path in (string[])[mark + "-late", outside])
        {
            var file = Kernel32.Open(path, Kernel32.GENERIC_WRITE, Kernel32.CREATE_NEW);
            if (file != -1) _ = Kernel32.CloseHandle(file);
        }

        return 0;
    }

    private static AttackCode Living(string name, Action<Attempt> run) =>
        new(name, run, IsAlive) { Contained = true, Prepare = s => s.OnEnd(() => End(s)) };

    private static void Start(Attempt a, uint flags)
    {
        PROCESS_INFORMATION made;
        if (a.Try("CreateProcessW", Kernel32.Spawn(a.Self("linger", a.Workspace + @"\lingerer"), flags, null, &made)))
            WaitForMark(a);
    }

    /// <summary>It does not end by itself; its child is up before its time is over, or nothing is shown.</summary>
    private static void LateWriter(Attempt a)
    {
        PROCESS_INFORMATION made;
        var mark = a.Workspace + @"\lingerer";
        Attempt.Need("CreateProcessW", Kernel32.Spawn($"{a.Self("late", mark)} \"{a.Outside}\\late\"", 0, null, &made));
        using var never = new ManualResetEvent(false);
        never.WaitOne();
    }

    /// <summary>The time is over: whoever is left may write now.</summary>
    private static bool WroteLate(Scene scene)
    {
        var id = IdOf(scene) ?? throw new InvalidOperationException("its child was not up when the time was over");
        var process = Kernel32.Enter(id, Kernel32.SYNCHRONIZE | Kernel32.PROCESS_TERMINATE);
        File.Delete(scene.At(Lingerer));
        if (process != 0 && !Kernel32.WaitFor(process, 10_000)) _ = Kernel32.Kill(process);
        return scene.IsThere(Lingerer + "-late") || scene.IsThere(@"outside\late");
    }

    /// <summary>A job inside the job lets its processes go: they leave that one alone.</summary>
    private static void NestedJob(Attempt a)
    {
        using var job = Kernel32.CreateJob();
        Kernel32.SetLimits(job, new()
        {
            BasicLimitInformation = new()
                { LimitFlags = Kernel32.JOB_OBJECT_LIMIT_BREAKAWAY_OK | Kernel32.JOB_OBJECT_LIMIT_SILENT_BREAKAWAY_OK }
        });
        a.Gate("AssignProcessToJobObject", Kernel32.Assign(job, Kernel32.GetCurrentProcess()));
        Start(a, Kernel32.CREATE_BREAKAWAY_FROM_JOB);
    }

    /// <summary>
    /// The service makes the process from a token of its own making; its exit status is the error of what it tried.
    /// </summary>
    private static void OtherLogon(Attempt a)
    {
        PROCESS_INFORMATION made;
        a.Gate("CreateProcessWithLogonW", Advapi32.SpawnByService(a.Self("touch", a.Outside + @"\mark"), &made));
        a.TryCode("its CreateFileW", ErrorOf(made.hProcess));
    }

    /// <summary>What a child that ended left as its exit status.</summary>
    internal static int ErrorOf(nint process)
    {
        if (!Kernel32.WaitFor(process, 10_000)) throw new InvalidOperationException("the child did not end");
        return (int)Kernel32.ExitCodeOf(process);
    }

    /// <summary>
    /// The child is up when its mark is there; it is made in one step after the child has begun to watch.
    /// </summary>
    private static void WaitForMark(Attempt a)
    {
        using var seen = new ManualResetEvent(false);
        using var watcher = new FileSystemWatcher(a.Workspace, "lingerer");
        watcher.Created += (_, _) => seen.Set();
        watcher.EnableRaisingEvents = true;
        if (!File.Exists(a.Workspace + @"\lingerer")) seen.WaitOne(TimeSpan.FromSeconds(5));
    }

    private static uint? IdOf(Scene scene) =>
        uint.TryParse(scene.Text(Lingerer), CultureInfo.InvariantCulture, out var id) ? id : null;

    private static bool IsAlive(Scene scene)
    {
        if (IdOf(scene) is not { } id) return false;
        var process = Kernel32.Enter(id, Kernel32.SYNCHRONIZE);
        return process != 0 && !Kernel32.WaitFor(process, 0);
    }

    private static void End(Scene scene)
    {
        if (IdOf(scene) is not { } id) return;
        var process = Kernel32.Enter(id, Kernel32.SYNCHRONIZE | Kernel32.PROCESS_TERMINATE);
        if (process == 0) return;
        _ = Kernel32.Kill(process);
        Kernel32.WaitFor(process, 5_000);
    }
}
