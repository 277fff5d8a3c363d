using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Elevated;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Spawns the launcher with a plan. The launcher is another program on purpose: managed code must not run after fork(2).</summary>
internal static unsafe class Launcher
{
    private const int PlanDescriptor = 3, StatusDescriptor = 4, FirstListener = 5, FirstElevatedListener = 6;
    private const string FileName = "pinfold-launcher";

    /// <summary>The launcher beside this program.</summary>
    internal static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, FileName);

    internal static RunningCommand Start(Plan plan, LaunchRequest request, string? program = null)
    {
        var ports = plan.Steps.OfType<PlanStep.ForwardPort>().Select(s => s.Port).ToArray();
        var sockets = ports.Select(Listen).ToList();
        var egress = request.ServesEgress && plan.Steps.Any(s => s is PlanStep.Egress) ? EgressHandover.Create(sockets) : null;
        try
        {
            var first = request.Account is null ? FirstListener : FirstElevatedListener;
            var numbers = ports.Select((port, i) => (port, i)).ToDictionary(p => p.port, p => first + p.i);
            var encoder = LaunchPlanEncoder.Encode(plan, request, Libc.GetUid(), Libc.GetGid(), numbers, egress is null ? null : first + ports.Length);
            if (request.Account is { } account) return StartAs(account, plan, request, encoder, sockets, egress);
            using var memory = PlanFile(encoder.Bytes);
            var (read, write) = Pipe();
            using (write)
            {
                return new RunningCommand(new ChildLauncher(Spawn(program ?? Path,
                    [request.Streams.In, request.Streams.Out, request.Streams.Error, memory.Number, write.Number, .. sockets.Select(l => (int)l.Handle)])), read, plan, encoder.Origin, egress);
            }
        }
        catch
        {
            egress?.Dispose();
            throw;
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    /// <summary>The broker spawns the launcher, and writes an operation before the plan's own; the rest is as without it.</summary>
    private static RunningCommand StartAs(AccountFacts account, Plan plan, LaunchRequest request, LaunchPlanEncoder encoder, List<Socket> listeners, EgressHandover? egress)
    {
        var (status, toStatus) = Pipe();
        var (fromSignals, signals) = Pipe();
        using (toStatus) using (fromSignals)
        {
            try
            {
                BrokerClient.Launch(account.Uid, encoder.Bytes,
                    [request.Streams.In, request.Streams.Out, request.Streams.Error, toStatus.Number, fromSignals.Number, .. listeners.Select(l => (int)l.Handle)]);
                return new RunningCommand(new RemoteLauncher(signals), status, plan, index => encoder.Origin(index - 1), egress);
            }
            catch
            {
                status.Dispose();
                signals.Dispose();
                throw;
            }
        }
    }

    private static Socket Listen(int port)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            socket.Listen(128);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new LaunchException($"port {port} of the loopback cannot be forwarded: {e.SocketErrorCode}; "
                + "stop what listens on it, or remove it from [network] loopback", e);
        }
    }

    internal static Descriptor PlanFile(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* name = "pinfold-plan\0"u8) fixed (byte* data = bytes)
        {
            var file = new Descriptor(LinuxException.Check(Libc.MemfdCreate(name, Libc.MFD_CLOEXEC), "memfd_create"));
            for (nint done = 0; done < bytes.Length;)
                done += LinuxException.Check(Libc.Write(file.Number, data + done, bytes.Length - done), "write", "the launch plan");
            return file;
        }
    }

    internal static (Descriptor Read, Descriptor Write) Pipe()
    {
        var pair = stackalloc int[2];
        LinuxException.Check(Libc.Pipe2(pair, Libc.O_CLOEXEC), "pipe2");
        return (new(pair[0]), new(pair[1]));
    }

    /// <summary>Starts the launcher with these descriptors as 0, 1, 2, … and no others.</summary>
    internal static int Spawn(string program, ReadOnlySpan<int> all)
    {
        // Sources move above every target first, so that no dup2 overwrites one that is still needed.
        var sources = new List<Descriptor>();
        var actions = stackalloc byte[256]; // posix_spawn_file_actions_t is 80 bytes
        LinuxException.CheckErrno(Libc.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        try
        {
            for (var target = 0; target < all.Length; target++)
            {
                var source = new Descriptor(LinuxException.Check(Libc.Fcntl(all[target], Libc.F_DUPFD_CLOEXEC, all.Length), "fcntl", $"descriptor {all[target]}"));
                sources.Add(source);
                LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, source.Number, target), "posix_spawn_file_actions_adddup2");
            }

            LinuxException.CheckErrno(Libc.SpawnActionsAddCloseFrom(actions, all.Length), "posix_spawn_file_actions_addclosefrom_np");
            var path = OsText.Encode(program + "\0");
            byte** argv = stackalloc byte*[2];
            byte** envp = stackalloc byte*[1];
            fixed (byte* file = path) fixed (byte* name = "pinfold-launcher\0"u8)
            {
                argv[0] = name;
                argv[1] = null;
                envp[0] = null;
                LinuxException.CheckErrno(Libc.PosixSpawn(out var pid, file, actions, null, argv, envp), "posix_spawn", program);
                return pid;
            }
        }
        finally
        {
            foreach (var source in sources) source.Dispose();
            LinuxException.CheckErrno(Libc.SpawnActionsDestroy(actions), "posix_spawn_file_actions_destroy");
        }
    }
}
