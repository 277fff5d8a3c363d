using System.Runtime.InteropServices;
using Pinfold.Core.Ledger;
using Pinfold.Core.Paths;
using Pinfold.Linux.Accounts;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>The launch service as a process: known by who listens at its socket (unix(7), SO_PEERCRED), never by a file of numbers.</summary>
internal static unsafe class LaunchService
{
    private const int Tries = 500, MillisecondsBetween = 10, AddressBytes = 110, PathOffset = 2, CredentialInts = 3;

    /// <summary>True when the installed program, and not one that it replaced, listens.</summary>
    internal static bool IsRunning() => Listener() is { } pid && File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName == SetupPaths.Broker;

    /// <summary>Starts it, and an old one's successor; comes back when it listens.</summary>
    /// <exception cref="SetupException">It is not installed, or does not come up.</exception>
    internal static void Start(LedgerChange.StartService s)
    {
        if (s.Identity.Length > 0) Systemd.Restart(s.Identity);
        else StartAlone();
    }

    /// <summary>Stops it; what is said when it left something.</summary>
    internal static string? Stop(LedgerChange.StartService s)
    {
        if (s.Identity.Length > 0 && Systemd.IsHere) Systemd.Stop(s.Identity);
        StopListener();
        using var run = TrustedFolder.Open("/run");
        if (run is null) return null;
        if (TrustedFolder.Look(run, RootFile.Name(SetupPaths.Runtime), SetupPaths.Runtime) is null) return null;
        using (var folder = TrustedFolder.Open(SetupPaths.Runtime))
            foreach (var name in (string[])["broker.sock", "broker.sock.new"]) // the second is there when it was killed while it began
                if (folder is not null) TrustedFolder.Remove(folder, name, SetupPaths.Socket, isFolder: false);
        return RootFolder.Remove(SetupPaths.Runtime) ? null : $"{SetupPaths.Runtime} is not empty, and stays";
    }

    private static void StartAlone()
    {
        StopListener();
        var pid = SystemTool.Start(SetupPaths.Broker);
        using var process = AccountProcesses.Open(pid);
        for (var i = 0; i < Tries && process is not null; i++)
        {
            if (IsRunning()) return;
            if (!AccountProcesses.Wait(process, MillisecondsBetween)) continue;
            _ = Libc.WaitPid(pid, out var status, 0);
            throw new SetupException($"{SetupPaths.Broker} ended with status {(status >> 8) & 0xff} instead of listening at {SetupPaths.Socket}; run it by hand to see why");
        }

        throw new SetupException($"{SetupPaths.Broker} does not listen at {SetupPaths.Socket} after {Tries * MillisecondsBetween / 1000} s; run it by hand to see why");
    }

    private static void StopListener()
    {
        if (Listener() is not { } pid) return;
        using var process = AccountProcesses.Open(pid);
        if (process is null || Listener() != pid) return; // the number is still the listener's: the descriptor is of it
        if (!AccountProcesses.End(process, Libc.SIGTERM) && !AccountProcesses.End(process, Libc.SIGKILL))
            throw new SetupException($"the launch service, process {pid}, cannot be ended; end it, then run this again");
    }

    /// <summary>The process of root that listens; null when nobody does.</summary>
    private static int? Listener()
    {
        using var socket = new Descriptor(LinuxException.Check(Libc.Socket(Libc.AF_UNIX, Libc.SOCK_STREAM | Libc.SOCK_CLOEXEC, 0), "socket", "unix"));
        var address = stackalloc byte[AddressBytes];
        new Span<byte>(address, AddressBytes).Clear();
        *(ushort*)address = Libc.AF_UNIX;
        OsText.Encode(SetupPaths.Socket).CopyTo(new Span<byte>(address + PathOffset, AddressBytes - PathOffset));
        if (Libc.Connect(socket.Number, address, AddressBytes) < 0)
            return Marshal.GetLastPInvokeError() is Libc.ENOENT or Libc.ECONNREFUSED or Libc.ENOTDIR ? null : throw TrustedFolder.Fault("connect", SetupPaths.Socket);
        var credentials = stackalloc int[CredentialInts]; // struct ucred: pid, uid, gid
        uint length = CredentialInts * sizeof(int);
        LinuxException.Check(Libc.GetSockOpt(socket.Number, Libc.SOL_SOCKET, Libc.SO_PEERCRED, credentials, &length), "getsockopt", SetupPaths.Socket);
        return credentials[1] == 0 && credentials[0] > 0
            ? credentials[0] : throw new SetupException($"process {credentials[0]} of user {credentials[1]} listens at {SetupPaths.Socket}, and is not Pinfold's");
    }
}
