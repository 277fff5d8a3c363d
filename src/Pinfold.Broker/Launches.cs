using System.Buffers.Binary;
using System.Collections.Immutable;
using Pinfold.Core.Protocol;
using Pinfold.Launcher;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;
using PlanLauncher = Pinfold.Linux.Processes.Launcher;

namespace Pinfold.Broker;

/// <summary>
/// Starts launchers, and knows those that run. A launcher ends with its caller, whose pipe it watches, not with the
/// broker: none is ever orphaned, and a broker that starts again finds them by what they are.
/// </summary>
/// <param name="openFiles">How many files a command may have open (RLIMIT_NOFILE), within the broker's own hard
/// limit.</param>
internal sealed class Launches(ulong openFiles)
{
    private const int SignalDescriptor = 5, MaxGroups = 1024, MaxRunning = 1024,
        SIGKILL = 9, F_GETFL = 3, F_GETPIPE_SZ = 1032, O_ACCMODE = 3;
    private readonly Dictionary<int, uint> _running = [];
    private readonly List<FoundLauncher> _found = [];

    /// <summary>Takes over what a broker before this one started.</summary>
    internal void Adopt(IReadOnlyList<BrokerCgroup> places)
    {
        foreach (var launcher in FoundLauncher.All(places))
        {
            lock (_running) _found.Add(launcher);
            new Thread(() =>
            {
                launcher.Wait();
                CgroupFolders.Remove(launcher.Cgroups);
                lock (_running) _found.Remove(launcher);
                launcher.Dispose();
            }, maxStackSize: 128 << 10) { IsBackground = true }.Start();
        }
    }

    /// <summary>How many of <paramref name="uid"/>'s commands run.</summary>
    internal int Count(uint uid)
    {
        lock (_running) return _running.Values.Count(owner => owner == uid) + _found.Count(f => f.Owner == uid);
    }

    /// <summary>
    /// Starts a checked plan for the user at the other end of <paramref name="caller"/>; null, or why not.
    /// </summary>
    internal string? Start(LocalSocket caller, BrokerAccount account, LaunchBody launch,
        IReadOnlyList<Descriptor> descriptors, PlanFindings found)
    {
        // The launcher outlives its caller by nothing but the hang-up of the one, and would read any other file for
        // ever as the other.
        if (!IsPipe(descriptors[3], Libc.O_WRONLY) || !IsPipe(descriptors[4], Libc.O_RDONLY))
            return "status and signals go through pipes";
        var (_, uid, gid) = caller.Peer;
        var groups = caller.PeerGroups;
        if (groups.Length > MaxGroups)
            return $"user {uid} is in {groups.Length} groups; elevated mode knows {MaxGroups}";
        using var file =
            PlanLauncher.PlanFile(WithIdentity(launch,
                [uid, gid, account.Uid, account.Gid, SignalDescriptor, launch.Umask,
                    found.Granted.Count == 0 ? 0 : CallerGroup.Of(uid)!.Value, openFiles, .. groups]));
        int[] all = [descriptors[0].Number, descriptors[1].Number, descriptors[2].Number,
            file.Number, descriptors[3].Number, descriptors[4].Number,
            .. descriptors.Skip(LaunchBody.FixedDescriptors).Select(d => d.Number)];
        int pid;
        lock (_running)
        {
            if (Count(uid) >= MaxRunning) return $"user {uid} has {MaxRunning} commands running already";
            pid = PlanLauncher.Start(PlanLauncher.Path, all);
            _running[pid] = uid;
        }

        try
        {
            new Thread(() => Await(pid, found.Cgroups), maxStackSize: 128 << 10) { IsBackground = true }.Start();
        }
        catch (OutOfMemoryException)
        {
            _ = Libc.Kill(pid, SIGKILL); // the first process inside ends with it
            Await(pid, found.Cgroups);
            throw;
        }

        return null;
    }

    /// <summary>Ends every command of <paramref name="uid"/>.</summary>
    internal void End(uint uid)
    {
        const int EndTree = 64; // SIGRTMAX: the launcher kills the tree and cleans up
        lock (_running)
        {
            foreach (var (pid, owner) in _running)
                if (owner == uid) _ = Libc.Kill(pid, EndTree); // a child that is not waited for keeps its number
            foreach (var launcher in _found)
                if (launcher.Owner == uid) launcher.Signal(EndTree);
        }
    }

    private void Await(int pid, IReadOnlyList<string> cgroups)
    {
        WaitForExit(pid);
        CgroupFolders.Remove(cgroups); // a killed launcher leaves them
        lock (_running)
        {
            _ = Libc.Reap(pid, out _);
            _running.Remove(pid);
        }
    }

    private static bool IsPipe(Descriptor descriptor, int access) =>
        Libc.Fcntl(descriptor.Number, F_GETPIPE_SZ, 0) > 0
            && (Libc.Fcntl(descriptor.Number, F_GETFL, 0) & (O_ACCMODE | Libc.O_PATH)) == access;

    /// <summary>waitid(2) with WNOWAIT: the number stays the child's until nobody can signal it any more.</summary>
    private static unsafe void WaitForExit(int pid)
    {
        const int WEXITED = 4, WNOWAIT = 0x01000000, P_PID = 1, SYS_waitid = 247;
        while (Libc.Syscall6(SYS_waitid, P_PID, pid, 0, WEXITED | WNOWAIT, 0, 0) < 0 && Errno.Last == Errno.EINTR)
        {
        }
    }

    /// <summary>The plan with <see cref="LaunchOp.Identity"/> before its operations.</summary>
    private static byte[] WithIdentity(LaunchBody launch, ReadOnlySpan<ulong> numbers)
    {
        var plan = launch.Plan;
        var payload = 8 * numbers.Length;
        var whole = new byte[plan.Length + 8 + payload];
        BinaryPrimitives.WriteUInt32LittleEndian(whole, LaunchPlanHead.Magic);
        BinaryPrimitives.WriteInt32LittleEndian(whole.AsSpan(4), whole.Length);
        var at = whole.AsSpan(LaunchPlanHead.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(at, (uint)LaunchOp.Identity);
        BinaryPrimitives.WriteInt32LittleEndian(at[4..], payload);
        for (var i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(at[(8 + (8 * i))..], numbers[i]);
        plan[LaunchPlanHead.Bytes..].CopyTo(at[(8 + payload)..]);
        return whole;
    }
}
