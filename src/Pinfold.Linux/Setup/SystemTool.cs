using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>A program of the system, run as root: by absolute path, with an environment of our own, and in the root folder.</summary>
internal static unsafe class SystemTool
{
    private const int MaxOutput = 16 << 20, OpaqueBytes = 1024, SignalSetBytes = 128; // posix_spawn_file_actions_t 80, posix_spawnattr_t 336, sigset_t 128
    private static readonly string[] Folders = ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"];
    private static readonly string[] Environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"];

    /// <summary>The program's path, or null when the system does not have it.</summary>
    internal static string? Find(string name) => Array.Find([.. Folders.Select(f => f + name)], File.Exists);

    /// <summary>Runs it to its end; what it printed and its exit status, 128 + signal when killed.</summary>
    /// <exception cref="SetupException">It is not installed.</exception>
    internal static (int Status, string Output, string Error) Run(string name, string? input, params ReadOnlySpan<string> arguments)
    {
        var path = Find(name) ?? throw new SetupException($"'{name}' is not installed, and setup needs it: {Package(name)}");
        using var standardInput = Memory(input ?? "");
        using var output = Memory("");
        using var error = Memory("");
        var pid = Spawn(path, [path, .. arguments], standardInput.Number, output.Number, error.Number, detached: false);
        int status;
        while (Libc.WaitPid(pid, out status, 0) < 0)
            if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.EINTR) LinuxException.Check(-1, "waitpid", name);
        return ((status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f), Text(output), Text(error));
    }

    /// <summary>The output of a program that must succeed.</summary>
    /// <exception cref="SetupException">It failed; with what it said.</exception>
    internal static string Output(string name, string? input, params ReadOnlySpan<string> arguments)
    {
        var (status, output, error) = Run(name, input, arguments);
        if (status != 0) throw new SetupException($"'{name} {string.Join(' ', arguments.ToArray())}' failed with status {status}: {error.Trim()}");
        return output;
    }

    /// <summary>Starts a program in a session of its own, with nothing of ours open; its pid.</summary>
    internal static int Start(string path)
    {
        int none;
        fixed (byte* text = "/dev/null\0"u8) none = LinuxException.Check(Libc.Open(text, Libc.O_RDWR | Libc.O_CLOEXEC, 0), "open", "/dev/null");
        using var nothing = new Descriptor(none);
        return Spawn(path, [path], none, none, none, detached: true);
    }

    private static int Spawn(string path, string[] argv, int input, int output, int error, bool detached)
    {
        var actions = stackalloc byte[OpaqueBytes];
        var attributes = stackalloc byte[OpaqueBytes];
        var signals = stackalloc byte[SignalSetBytes];
        LinuxException.CheckErrno(Libc.SpawnActionsInit(actions), "posix_spawn_file_actions_init");
        LinuxException.CheckErrno(Libc.SpawnAttributesInit(attributes), "posix_spawnattr_init");
        new Span<byte>(signals, SignalSetBytes).Clear();
        LinuxException.CheckErrno(Libc.SpawnAttributesSetSigMask(attributes, signals), "posix_spawnattr_setsigmask");
        new Span<byte>(signals, SignalSetBytes).Fill(0xff); // what a caller ignores, such as SIGPIPE, is not the program's
        LinuxException.CheckErrno(Libc.SpawnAttributesSetSigDefault(attributes, signals), "posix_spawnattr_setsigdefault");
        var flags = (short)(Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK | (detached ? Libc.POSIX_SPAWN_SETSID : 0));
        LinuxException.CheckErrno(Libc.SpawnAttributesSetFlags(attributes, flags), "posix_spawnattr_setflags");
        try
        {
            LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, input, 0), "posix_spawn_file_actions_adddup2");
            LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, output, 1), "posix_spawn_file_actions_adddup2");
            LinuxException.CheckErrno(Libc.SpawnActionsAddDup2(actions, error, 2), "posix_spawn_file_actions_adddup2");
            LinuxException.CheckErrno(Libc.SpawnActionsAddCloseFrom(actions, 3), "posix_spawn_file_actions_addclosefrom_np");
            fixed (byte* root = "/\0"u8) LinuxException.CheckErrno(Libc.SpawnActionsAddChdir(actions, root), "posix_spawn_file_actions_addchdir_np");
            using var arguments = new StringVector(argv);
            using var environment = new StringVector(Environment);
            fixed (byte* program = OsText.Encode(path + "\0"))
            {
                LinuxException.CheckErrno(Libc.PosixSpawn(out var pid, program, actions, attributes, arguments.Pointer, environment.Pointer), "posix_spawn", path);
                return pid;
            }
        }
        finally
        {
            LinuxException.CheckErrno(Libc.SpawnActionsDestroy(actions), "posix_spawn_file_actions_destroy");
        }
    }

    private static Descriptor Memory(string text)
    {
        int fd;
        fixed (byte* name = "tool\0"u8) fd = LinuxException.Check(Libc.MemfdCreate(name, Libc.MFD_CLOEXEC), "memfd_create");
        var memory = new Descriptor(fd);
        var bytes = Encoding.UTF8.GetBytes(text);
        fixed (byte* data = bytes)
            for (nint done = 0; done < bytes.Length;) done += LinuxException.Check(Libc.Write(fd, data + done, bytes.Length - done), "write");
        LinuxException.Check((nint)Libc.Lseek(fd, 0, 0), "lseek");
        return memory;
    }

    private static string Text(Descriptor memory)
    {
        var length = Libc.Lseek(memory.Number, 0, 2);
        LinuxException.Check((nint)Libc.Lseek(memory.Number, 0, 0), "lseek");
        var bytes = new byte[Math.Min(length, MaxOutput)];
        var read = 0;
        while (read < bytes.Length)
        {
            nint got;
            fixed (byte* to = &bytes[read]) got = LinuxException.Check(Libc.Read(memory.Number, to, bytes.Length - read), "read");
            if (got == 0) break;
            read += (int)got;
        }

        return Encoding.UTF8.GetString(bytes, 0, read);
    }

    private static string Package(string name) => name switch
    {
        "nft" => "install the package nftables",
        "useradd" or "userdel" or "groupadd" or "groupdel" => "install the package passwd (shadow-utils elsewhere)",
        _ => $"install the package that brings {name}",
    };
}
