using System.Net;
using System.Net.Sockets;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Processes;

/// <summary>Spawns the launcher with a plan. The launcher is another program on purpose: managed code must not run after fork(2).</summary>
internal static unsafe class Launcher
{
    private const int PlanDescriptor = 3, StatusDescriptor = 4, FirstListener = 5;
    private const string FileName = "pinfold-launcher";

    /// <summary>The launcher beside this program.</summary>
    internal static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, FileName);

    internal static RunningCommand Start(Plan plan, LaunchRequest request, string? program = null)
    {
        var ports = plan.Steps.OfType<PlanStep.ForwardPort>().Select(s => s.Port).ToArray();
        var sockets = ports.Select(Listen).ToList();
        try
        {
            var numbers = ports.Select((port, i) => (port, i)).ToDictionary(p => p.port, p => FirstListener + p.i);
            var encoder = LaunchPlanEncoder.Encode(plan, request, Libc.GetUid(), Libc.GetGid(), numbers);
            using var memory = PlanFile(encoder.Bytes);
            var (read, write) = StatusPipe();
            using (write)
            {
                return new RunningCommand(SpawnInCgroups(program ?? Path, plan, request, memory, write, sockets), read, plan, encoder);
            }
        }
        finally
        {
            foreach (var socket in sockets) socket.Dispose();
        }
    }

    private static int SpawnInCgroups(string program, Plan plan, LaunchRequest request, Descriptor memory, Descriptor status, List<Socket> listeners)
    {
        try
        {
            CgroupFolders.Make(plan);
            return Spawn(program, request, memory, status, listeners);
        }
        catch
        {
            CgroupFolders.Remove(plan);
            throw;
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

    private static Descriptor PlanFile(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* name = "pinfold-plan\0"u8) fixed (byte* data = bytes)
        {
            var file = new Descriptor(LinuxException.Check(Libc.MemfdCreate(name, Libc.MFD_CLOEXEC), "memfd_create"));
            for (nint done = 0; done < bytes.Length;)
                done += LinuxException.Check(Libc.Write(file.Number, data + done, bytes.Length - done), "write", "the launch plan");
            return file;
        }
    }

    private static (Descriptor Read, Descriptor Write) StatusPipe()
    {
        var pair = stackalloc int[2];
        LinuxException.Check(Libc.Pipe2(pair, Libc.O_CLOEXEC), "pipe2");
        return (new(pair[0]), new(pair[1]));
    }

    private static int Spawn(string program, LaunchRequest request, Descriptor plan, Descriptor status, List<Socket> listeners)
    {
        // Sources move above every target first, so that no dup2 overwrites one that is still needed.
        var sources = new List<Descriptor>();
        var actions = stackalloc byte[256]; // posix_spawn_file_actions_t is 80 bytes
        LinuxException.CheckErrno(Libc.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        try
        {
            int[] all = [request.Streams.In, request.Streams.Out, request.Streams.Error, plan.Number, status.Number, .. listeners.Select(l => (int)l.Handle)];
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
