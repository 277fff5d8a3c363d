using Pinfold.Core.Planning;
using Pinfold.Linux.Native;
using static Pinfold.Linux.Attacks.ForeignNamespaces;
using static Pinfold.Linux.Attacks.SystemCall;

namespace Pinfold.Linux.Attacks;

/// <summary>Taking more than the policy grants.</summary>
internal static class ResourceLimits
{
    private const int Processes = 64, Wanted = 160;
    private const long Memory = 384L << 20, Temp = 4L << 20;

    internal static IEnumerable<AttackCode> Codes =>
    [
        new("limit-fork-bomb", ForkBomb, s => s.Report.Succeeded)
            { Policy = (_, p) => p with { Limits = p.Limits with { Processes = Processes } }, Denials = [Errno.EAGAIN],
                Isolated = true, Promise = LimitsProcesses },
        new("limit-memory", Allocate, s => s.Report.Succeeded)
            { Policy = (_, p) => p with { Limits = p.Limits with { Memory = Memory } }, Denials = [Errno.ENOMEM],
                Isolated = true, KilledBy = 9 },
        new("limit-temp-fill", a => FillUp(a, "/tmp", Temp), s => s.Report.Succeeded)
            { Policy = (_, p) => p with { Limits = p.Limits with { Temp = Temp } }, Denials = [Errno.ENOSPC],
                Isolated = true, Promise = HasPrivateDevices },
        new("limit-shm-fill", a => FillUp(a, "/dev/shm", 70L << 20), s => s.Report.Succeeded)
            { Denials = [Errno.ENOSPC], Isolated = true, Promise = HasPrivateDevices },
        new("limit-deadline", a => Outlive(a), s => s.Report.Succeeded)
            { Launch = (_, r) => r with { Deadline = TimeSpan.FromMilliseconds(400) }, KilledBy = 9 },
        new("limit-deadline-ignoring-signals", a => { IgnoreSignals(); Outlive(a); }, s => s.Report.Succeeded)
            { Launch = (_, r) => r with { Deadline = TimeSpan.FromMilliseconds(400) }, KilledBy = 9 },
        new("cve-2025-5054-core-handler", RaiseCore, s => s.Report.Succeeded),
        new("limit-raise-processes", a => Raise(a, 6), s => s.Report.Succeeded) { Unfit = NeedsRoot },
        new("limit-oom-score", OomScore, s => s.Report.Succeeded) { Unfit = NeedsRoot },
    ];

    private static bool LimitsProcesses(Plan plan) => plan.Steps.Any(s => s is PlanStep.JoinCgroup { Processes: not 0 })
        || (Native.Libc.GetUid() != 0
            && plan.Steps.Any(s => s is PlanStep.Limit { Resource: LimitedResource.Processes }));

    private static bool HasPrivateDevices(Plan plan) => plan.Steps.Any(s => s is PlanStep.PrivateDevices);

    private static void ForkBomb(Attempt a)
    {
        var children = new List<nint>();
        var sleeper = new ChildScript().Then(Sys.Pause);
        nint last = 0;
        while (children.Count < Wanted && (last = sleeper.Start()) > 0) children.Add(last);
        a.Try("clone", children.Count < Wanted ? last : 0);
        foreach (var child in children) Call(Sys.Kill, child, 9);
        foreach (var child in children) Call(Sys.Wait4, child, 0, 0, 0);
    }

    /// <summary>Twice the limit, in pieces, each touched.</summary>
    private static unsafe void Allocate(Attempt a)
    {
        const int Piece = 16 << 20;
        for (long got = 0; got < 2 * Memory; got += Piece)
        {
            var memory = Call(Sys.Mmap, 0, Piece, 3, 0x22, -1, 0);
            if (memory is < 0 and > -4096)
            {
                a.Try("mmap", memory);
                return;
            }

            new Span<byte>((void*)memory, Piece).Fill(1);
        }

        a.Try("mmap", 0);
    }

    private static void FillUp(Attempt a, string folder, long limit)
    {
        var path = $"{folder}/pinfold-{Environment.ProcessId}";
        var fd = a.Need("openat", Open(path, Flag.WriteOnly | Flag.Create | Flag.Exclusive));
        const int Piece = 1 << 20;
        var piece = Zeros(Piece);
        nint wrote = 0;
        for (long done = 0; done <= limit && wrote >= 0; done += Piece) wrote = Call(Sys.Write, fd, piece, Piece);
        Call(Sys.Unlinkat, AT_FDCWD, Text(path));
        a.Try("write", wrote);
    }

    private static void Outlive(Attempt a)
    {
        Call(Sys.Nanosleep, Words(1, 0), 0);
        a.Try("nanosleep", 0);
    }

    private static void IgnoreSignals()
    {
        for (var signal = 1; signal <= 31; signal++)
            Call(13 /* rt_sigaction */, signal, Words(1 /* SIG_IGN */, 0, 0, 0), 0, 8);
    }

    private static void Raise(Attempt a, int resource) =>
        a.Try("prlimit64", Call(Sys.Prlimit64, 0, resource, Words(-1, -1), 0));

    /// <summary>What counts is the limit afterwards: the filter answers a change with success and makes none.</summary>
    private static void RaiseCore(Attempt a)
    {
        Call(Sys.Prlimit64, 0, 4, Words(0, 0), 0); // 0, too, would let the host's core handler run
        var now = Words(-2, -2);
        a.Need("prlimit64", Call(Sys.Prlimit64, 0, 4, 0, now));
        a.Try("RLIMIT_CORE", System.Runtime.InteropServices.Marshal.ReadInt64(now) == 1 ? -Errno.EPERM : 0);
    }

    private static void OomScore(Attempt a)
    {
        var fd = a.Need("openat", Open("/proc/self/oom_score_adj", Flag.WriteOnly));
        a.Try("write", Write(fd, "-1000"));
    }
}
