using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Setup;

/// <summary>
/// A program of the system, run as root: by absolute path, with an environment of our own, and in the root folder.
/// </summary>
internal static unsafe class SystemTool
{
    private const int MaxOutput = 16 << 20;
    // what a caller ignores, such as SIGPIPE, is not the program's
    private const int NoSignals = Libc.POSIX_SPAWN_SETSIGDEF | Libc.POSIX_SPAWN_SETSIGMASK;
    private static readonly string[] Folders = ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"];
    private static readonly string[] Environment = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C"];

    /// <summary>The program's path, or null when the system does not have it.</summary>
    internal static string? Find(string name) => Array.Find([.. Folders.Select(f => f + name)], File.Exists);

    /// <summary>Runs it to its end; what it printed and its exit status, 128 + signal when killed.</summary>
    /// <exception cref="SetupException">It is not installed.</exception>
    internal static (int Status, string Output, string Error) Run(string name, string? input,
        params ReadOnlySpan<string> arguments)
    {
        var path = Find(name)
            ?? throw new SetupException($"'{name}' is not installed, and setup needs it: {Package(name)}");
        using var standardInput = Memory(input ?? "");
        using var output = Memory("");
        using var error = Memory("");
        var pid = Spawn.Start(path, [path, .. arguments], Environment,
            [standardInput.Number, output.Number, error.Number], "/", flags: NoSignals);
        LinuxException.Check(Libc.Reap(pid, out var status), "waitpid", name);
        return ((status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f), Text(output), Text(error));
    }

    /// <summary>The output of a program that must succeed.</summary>
    /// <exception cref="SetupException">It failed; with what it said.</exception>
    internal static string Output(string name, string? input, params ReadOnlySpan<string> arguments)
    {
        var (status, output, error) = Run(name, input, arguments);
        if (status != 0)
            throw new SetupException(
                $"'{name} {string.Join(' ', arguments.ToArray())}' failed with status {status}: {error.Trim()}");
        return output;
    }

    /// <summary>Starts a program in a session of its own, with nothing of ours open; its pid.</summary>
    internal static int Start(string path)
    {
        int none;
        fixed (byte* text = "/dev/null\0"u8)
            none = LinuxException.Check(Libc.Open(text, Libc.O_RDWR | Libc.O_CLOEXEC, 0), "open", "/dev/null");
        using var nothing = new Descriptor(none);
        return Spawn.Start(path, [path], Environment, [none, none, none], "/",
            flags: NoSignals | Libc.POSIX_SPAWN_SETSID);
    }

    private static Descriptor Memory(string text)
    {
        var memory = Descriptor.InMemory("tool\0"u8, Encoding.UTF8.GetBytes(text));
        LinuxException.Check((nint)Libc.Lseek(memory.Number, 0, 0), "lseek");
        return memory;
    }

    private static string Text(Descriptor memory) => Encoding.UTF8.GetString(memory.ReadAll(MaxOutput));

    private static string Package(string name) => name switch
    {
        "nft" => "install the package nftables",
        "useradd" or "userdel" or "groupadd" or "groupdel" => "install the package passwd (shadow-utils elsewhere)",
        _ => $"install the package that brings {name}",
    };
}
