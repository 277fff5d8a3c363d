using Pinfold.Core.Ledger;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>
/// The launch service as a process: known by who listens at its socket (unix(7), SO_PEERCRED), never by a file of
/// numbers.
/// </summary>
internal static class LaunchService
{
    private const int Tries = 500, MillisecondsBetween = 10;

    /// <summary>True when the installed program, and not one that it replaced, listens.</summary>
    internal static bool IsRunning() =>
        Listener() is { } pid
            && File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName == SetupPaths.Broker;

    /// <summary>Starts it, and an old one's successor; comes back when it listens.</summary>
    /// <exception cref="SetupException">It is not installed, or does not come up.</exception>
    internal static void Start(LedgerChange.StartService s)
    {
        if (s.Identity.Length > 0) StartUnit(s.Identity);
        else StartAlone();
    }

    /// <summary>
    /// systemd calls a simple service started when its process is there (systemd.service(5)), which is before it
    /// listens.
    /// </summary>
    private static void StartUnit(string unit)
    {
        Systemd.Restart(unit);
        for (var i = 0; i < Tries; i++)
        {
            if (IsRunning()) return;
            unsafe
            {
                _ = Libc.Poll(null, 0, MillisecondsBetween);
            }
        }

        throw new SetupException($"{unit} does not listen at {SetupPaths.Socket} after "
            + $"{Tries * MillisecondsBetween / 1000} s; 'journalctl -u {unit}' says why");
    }

    /// <summary>Stops it; what is said when it left something.</summary>
    internal static string? Stop(LedgerChange.StartService s)
    {
        if (s.Identity.Length > 0 && Systemd.IsHere) Systemd.Stop(s.Identity);
        StopAll();
        using var run = TrustedFolder.Open(RootFile.Folder(SetupPaths.Runtime));
        if (run is null) return null;
        if (TrustedFolder.Look(run, RootFile.Name(SetupPaths.Runtime), SetupPaths.Runtime) is null) return null;
        using (var folder = TrustedFolder.Open(SetupPaths.Runtime))
            // the second is there when it was killed while it began
            foreach (var name in (string[])["broker.sock", "broker.sock.new"])
                if (folder is not null) TrustedFolder.Remove(folder, name, SetupPaths.Socket, isFolder: false);
        return RootFolder.Remove(SetupPaths.Runtime) ? null : $"{SetupPaths.Runtime} is not empty, and stays";
    }

    private static void StartAlone()
    {
        StopAll();
        var pid = SystemTool.Start(SetupPaths.Broker);
        using var process = ProcessDescriptor.Open(pid);
        for (var i = 0; i < Tries && process is not null; i++)
        {
            if (IsRunning()) return;
            if (!ProcessDescriptor.Wait(process, MillisecondsBetween)) continue;
            _ = Libc.Reap(pid, out var status);
            throw new SetupException($"{SetupPaths.Broker} ended with status {(status >> 8) & 0xff} instead of "
                + $"listening at {SetupPaths.Socket}; run it by hand to see why");
        }

        throw new SetupException($"{SetupPaths.Broker} does not listen at {SetupPaths.Socket} after "
            + $"{Tries * MillisecondsBetween / 1000} s; run it by hand to see why");
    }

    /// <summary>
    /// Ends who listens, and every other broker of this host: one whose socket somebody removed would go on, and put
    /// back what an uninstall takes away.
    /// </summary>
    private static void StopAll()
    {
        if (Listener() is { } pid) End(pid, () => Listener() == pid);
        foreach (var left in AccountProcesses.Of(0).Where(IsBroker).ToArray()) End(left, () => IsBroker(left));
    }

    /// <summary>Asked once more when the descriptor is held: the number may be another's by now.</summary>
    private static void End(int pid, Func<bool> isStill)
    {
        using var process = ProcessDescriptor.Open(pid);
        if (process is null || !isStill()) return;
        if (!AccountProcesses.End(process, Libc.SIGTERM) && !AccountProcesses.End(process, Libc.SIGKILL))
            throw new SetupException(
                $"the launch service, process {pid}, cannot be ended; end it, then run this again");
    }

    /// <summary>
    /// By its program's name (proc_pid_exe(5), which marks one that was replaced), wherever its folder is by now, seen
    /// from the same mounts: a container's broker has the same path in its own.
    /// </summary>
    private static bool IsBroker(int pid)
    {
        try
        {
            return RootFile.Name(Target(pid, "exe") ?? "") is "pinfold-broker" or "pinfold-broker (deleted)"
                && Target(pid, "ns/mnt") == new FileInfo("/proc/self/ns/mnt").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // gone
        }
    }

    private static string? Target(int pid, string link) => new FileInfo($"/proc/{pid}/{link}").LinkTarget;

    /// <summary>The process of root that listens; null when nobody does.</summary>
    private static int? Listener()
    {
        try
        {
            using var socket = LocalSocket.Connect(SetupPaths.Socket);
            var (pid, uid, _) = socket.Peer;
            return uid == 0 && pid > 0 ? pid : throw new SetupException($"process {pid} of user {uid} listens at "
                + $"{SetupPaths.Socket}, and is not Pinfold's");
        }
        catch (LinuxException e) when (e.Errno is Errno.ENOENT or Errno.ECONNREFUSED or Errno.ENOTDIR)
        {
            return null;
        }
    }
}
