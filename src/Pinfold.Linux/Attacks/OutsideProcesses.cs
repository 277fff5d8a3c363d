using System.Runtime.InteropServices;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Seeing, signalling, tracing and tuning processes outside, and the sandbox's own first process.</summary>
internal static class OutsideProcesses
{
    private const int SigTerm = 15, SigStop = 19, SigUrg = 23,
        PtraceAttach = 16, PtraceSeize = 0x4206, ReadWrite = Flag.ReadWrite;
    private const int LowestBestEffort = (2 << 13) | 7; // IOPRIO_CLASS_BE

    internal static IEnumerable<AttackCode> Codes =>
    [
        OnVictim("process-visible",
            a => a.Try("openat", Open($"/proc/{a["victim"]}", Flag.ReadOnly | Flag.Directory)),
            Reported),
        OnVictim("process-kill", a => a.Try("kill", Call(Sys.Kill, a.Number("victim"), SigTerm)), Harmed),
        OnVictim("process-stop", a => a.Try("kill", Call(Sys.Kill, a.Number("victim"), SigStop)), Harmed),
        OnVictim("process-tgkill",
            a => a.Try("tgkill", Call(Sys.Tgkill, a.Number("victim"), a.Number("victim"), SigTerm)),
            Harmed),
        OnVictim("process-tkill", a => a.Try("tkill", Call(Sys.Tkill, a.Number("victim"), SigTerm)), Harmed),
        OnVictim("process-sigqueue", Queue, Harmed),
        OnVictim("process-pidfd-signal", PidfdSignal, Harmed),
        OnVictim("process-signal-by-owner", OwnerSignal, Harmed) with { Isolated = true },
        new("process-signal-group", a => a.Try("kill", Call(Sys.Kill, 0, SigUrg)), s => s.GroupSignal!.Wait(150))
            { Prepare = s => s.WatchGroup(SigUrg), Isolated = true },
        OnVictim("process-ptrace-attach",
            a => a.Try("ptrace", Call(Sys.Ptrace, PtraceAttach, a.Number("victim"))),
            Reported),
        OnVictim("process-ptrace-seize",
            a => a.Try("ptrace", Call(Sys.Ptrace, PtraceSeize, a.Number("victim"))),
            Reported),
        OnVictim("process-memory-write", MemoryWrite, s => s.Victim.Memory != Victim.Secret),
        OnVictim("process-memory-read",
            MemoryRead,
            s => s.Report.Data.Contains(Victim.Secret, StringComparison.Ordinal)),
        OnVictim("process-vm-writev",
            a => a.Try("process_vm_writev", Vector(a, Sys.ProcessVmWritev, Text("overwritten"), 11)),
            s => s.Victim.Memory != Victim.Secret),
        OnVictim("process-vm-readv", VmRead, s => s.Report.Data.Contains(Victim.Secret, StringComparison.Ordinal)),
        OnVictim("process-environ",
            a => a.Got(ReadProc(a, "environ")),
            s => s.Report.Data.Contains(Victim.Secret, StringComparison.Ordinal)),
        OnVictim("process-command-line",
            a => a.Got(ReadProc(a, "cmdline")),
            s => s.Report.Data.Contains(Victim.Verb, StringComparison.Ordinal)),
        OnVictim("process-maps",
            a => a.Got(ReadProc(a, "maps")),
            s => s.Report.Data.Contains("r-xp", StringComparison.Ordinal)),
        OnVictim("process-descriptor",
            a => a.Try("openat", Open($"/proc/{a["victim"]}/fd/1", Flag.WriteOnly | Flag.NonBlocking)),
            Reported),
        OnVictim("process-pidfd-getfd", PidfdGetFd, Reported),
        OnVictim("process-pidfd-open", a => a.Try("pidfd_open", Call(Sys.PidfdOpen, a.Number("victim"), 0)), Reported),
        OnVictim("process-kcmp",
            a => a.Try("kcmp", Call(Sys.Kcmp, a.Number("victim"), a.Number("victim"), 0)),
            Reported),
        OnVictim("process-prlimit",
            a => a.Try("prlimit64", Call(Sys.Prlimit64, a.Number("victim"), 7, Words(64, 64), 0)),
            Reported),
        OnVictim("process-affinity",
            a => a.Try("sched_setaffinity", Call(Sys.SchedSetaffinity, a.Number("victim"), 8, Words(1))),
            Reported),
        OnVictim("process-nice", a => a.Try("setpriority", Call(Sys.Setpriority, 0, a.Number("victim"), 19)), Reported),
        OnVictim("process-io-priority",
            a => a.Try("ioprio_set", Call(Sys.IoprioSet, 1, a.Number("victim"), LowestBestEffort)),
            IoLowered),
        OnVictim("process-io-priority-group",
            a => a.Try("ioprio_set", Call(Sys.IoprioSet, 2, 0, LowestBestEffort)), IoLowered)
            with { Prepare = ForgetIoPriority },
        new("process-nice-group", a => a.Try("setpriority",
            Call(Sys.Setpriority, 1, 0, 20 - a.Need("getpriority", Call(Sys.Getpriority, 0, 0)))), Reported),
        OnVictim("process-move-pages", a => a.Try("move_pages", Call(Sys.MovePages, a.Number("victim"), 0)), Reported),
        new("first-process-ptrace", a => a.Try("ptrace", Call(Sys.Ptrace, PtraceSeize, Call(Sys.Getppid))), Reported),
        new("first-process-memory", a => a.Try("openat", Open($"/proc/{Call(Sys.Getppid)}/mem", ReadWrite)), Reported),
        new("first-process-descriptors", FirstProcessDescriptors, Reported) { Denials = Refusals.Hidden },
        new("first-process-environ",
            Run: a => a.Try("openat", Open($"/proc/{Call(Sys.Getppid)}/environ", Flag.ReadOnly)),
            Worked: Reported),
        new("first-process-pidfd-getfd", a => a.Try("pidfd_getfd",
            Call(Sys.PidfdGetfd, a.Need("pidfd_open", Call(Sys.PidfdOpen, Call(Sys.Getppid), 0)), 0, 0)), Reported),
        new("first-process-vm-readv", a => Reached(a, Sys.ProcessVmReadv), Reported),
        new("ipc-shared-memory", SharedMemory, s => s.Report.Succeeded)
            { Prepare = MakeSharedMemory, Denials = [Errno.ENOENT, Errno.EINVAL, Errno.EACCES] },
        new("ipc-message-queue", a => a.Try("msgget", Call(Sys.Msgget, a.Number("key"), 0x180)),
            s => s.Report.Succeeded)
            { Prepare = MakeQueue, Denials = [Errno.ENOENT, Errno.EACCES] },
        new("ipc-semaphore", a => a.Try("semget", Call(Sys.Semget, a.Number("key"), 1, 0x180)), s => s.Report.Succeeded)
            { Prepare = MakeSemaphore, Denials = [Errno.ENOENT, Errno.EACCES] },
    ];

    private static bool Reported(Scene scene) => scene.Report.Succeeded;

    private static bool Harmed(Scene scene) => !scene.Victim.IsUnharmed;

    private static AttackCode OnVictim(string name, Action<Attempt> run, Func<Scene, bool> worked) =>
        new(name, run, worked) { Prepare = s => _ = s.Victim, Denials = Refusals.Hidden };

    private static void Queue(Attempt a)
    {
        var info = Zeros(128);
        Marshal.WriteInt32(info, SigTerm);
        Marshal.WriteInt32(info + 8, -1); // SI_QUEUE
        a.Try("rt_sigqueueinfo", Call(Sys.RtSigqueueinfo, a.Number("victim"), SigTerm, info));
    }

    private static void PidfdSignal(Attempt a)
    {
        var fd = Call(Sys.PidfdOpen, a.Number("victim"), 0);
        a.Try("pidfd_send_signal", fd < 0 ? fd : Call(Sys.PidfdSendSignal, fd, SigTerm, 0, 0));
    }

    /// <summary>The kernel sends the signal for the attacker: F_SETOWN, F_SETSIG, O_ASYNC (fcntl(2)).</summary>
    private static unsafe void OwnerSignal(Attempt a)
    {
        var pair = stackalloc int[2];
        a.Need("socketpair", Call(Sys.Socketpair, Address.Unix, Server.Stream, 0, (nint)pair));
        var owner = a.Try("F_SETOWN", Call(Sys.Fcntl, pair[0], 8, a.Number("victim")));
        if (owner < 0) return;
        a.Need("F_SETSIG", Call(Sys.Fcntl, pair[0], 10, SigTerm));
        a.Need("F_SETFL", Call(Sys.Fcntl, pair[0], 4, 0x2000 /* O_ASYNC */));
        Write(pair[1], "x");
    }

    private static void MemoryWrite(Attempt a)
    {
        var fd = a.Try("openat", Open($"/proc/{a["victim"]}/mem", ReadWrite));
        if (fd >= 0)
            a.Try("pwrite64",
                Call(Sys.Pwrite64, fd, Text("overwritten"), 11,
                    nint.Parse(a["address"], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static void MemoryRead(Attempt a)
    {
        var fd = a.Try("openat", Open($"/proc/{a["victim"]}/mem", Flag.ReadOnly));
        var buffer = Zeros(Victim.Secret.Length + 1);
        if (fd >= 0)
            a.Try("pread64",
                Call(Sys.Pread64, fd, buffer, Victim.Secret.Length,
                    nint.Parse(a["address"], System.Globalization.CultureInfo.InvariantCulture)));
        a.Got(Marshal.PtrToStringUTF8(buffer));
    }

    private static nint Vector(Attempt a, int call, nint local, int length) =>
        Call(call, a.Number("victim"), Words(local, length), 1,
            Words(nint.Parse(a["address"], System.Globalization.CultureInfo.InvariantCulture), length), 1);

    private static void VmRead(Attempt a)
    {
        var buffer = Zeros(Victim.Secret.Length + 1);
        a.Try("process_vm_readv", Vector(a, Sys.ProcessVmReadv, buffer, Victim.Secret.Length));
        a.Got(Marshal.PtrToStringUTF8(buffer));
    }

    private static string? ReadProc(Attempt a, string file)
    {
        var fd = a.Try("openat", Open($"/proc/{a["victim"]}/{file}", Flag.ReadOnly));
        return fd < 0 ? null : Read(fd);
    }

    private static void PidfdGetFd(Attempt a)
    {
        var fd = Call(Sys.PidfdOpen, a.Number("victim"), 0);
        a.Try("pidfd_getfd", fd < 0 ? fd : Call(Sys.PidfdGetfd, fd, 0, 0));
    }

    /// <summary>
    /// One byte of the parent's memory, at an address that cannot be mapped: EFAULT says that access was granted.
    /// </summary>
    private static void Reached(Attempt a, int call) =>
        a.Reach("process_vm_readv", Call(call, Call(Sys.Getppid), Words(Zeros(8), 1), 1, Words(1, 1), 1), Errno.EFAULT);

    /// <summary>The first descriptor that opens; else the last refusal.</summary>
    private static void FirstProcessDescriptors(Attempt a)
    {
        nint result = -Errno.EBADF;
        for (var fd = 0; fd < 32 && result < 0; fd++)
        {
            var opened = Open($"/proc/{Call(Sys.Getppid)}/fd/{fd}", Flag.Path);
            if (opened != -Errno.ENOENT) result = opened;
        }

        a.Try("openat", result);
    }

    private static bool IoLowered(Scene scene) => Call(Sys.IoprioGet, 1, scene.Victim.Id) == LowestBestEffort;

    /// <summary>The whole process group gets its default back, whoever lowered it.</summary>
    private static void ForgetIoPriority(Scene scene)
    {
        _ = scene.Victim;
        scene.OnEnd(() => Call(Sys.IoprioSet, 2, 0, 0));
    }

    private static void MakeSharedMemory(Scene scene)
    {
        var id = Call(Sys.Shmget, 0, 4096, 0x380 /* IPC_CREAT | 0600 */);
        scene.Tell("segment", id);
        scene.OnEnd(() => Call(Sys.Shmctl, id, 0 /* IPC_RMID */, 0));
    }

    private static void SharedMemory(Attempt a)
    {
        var memory = Call(Sys.Shmat, a.Number("segment"), 0, 0);
        a.Try("shmat", memory is < 0 and > -4096 ? memory : 0);
    }

    private static void MakeQueue(Scene scene)
    {
        var key = Random32();
        scene.Tell("key", key);
        var id = Call(Sys.Msgget, key, 0x380);
        scene.OnEnd(() => Call(71 /* msgctl */, id, 0, 0));
    }

    private static void MakeSemaphore(Scene scene)
    {
        var key = Random32();
        scene.Tell("key", key);
        var id = Call(Sys.Semget, key, 1, 0x380);
        scene.OnEnd(() => Call(66 /* semctl */, id, 0, 0));
    }

    private static int Random32() => System.Security.Cryptography.RandomNumberGenerator.GetInt32(1, int.MaxValue);
}
