using Pinfold.Core.Paths;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <summary>Why a program did not start: execve(2) has one word for a missing program and a missing interpreter.</summary>
internal static unsafe class NotStarted
{
    private const int Longest = 256; // BINPRM_BUF_SIZE of the kernel: it looks no further for the interpreter

    /// <summary>The same result, its failure in words that name the program.</summary>
    internal static LaunchResult Explain(LaunchResult result, string program, CanonicalPath directory) =>
        result.Outcome is LaunchOutcome.NotFound or LaunchOutcome.NotExecutable
            ? result with { Failure = Why(program, result.Outcome, result.Failure ?? "", directory) } : result;

    private static string Why(string program, LaunchOutcome outcome, string symbol, CanonicalPath directory)
    {
        if (program.Length == 0) return "the name of the program is empty";
        var name = $"'{OsText.Display(program)}'";
        if (!program.Contains('/', StringComparison.Ordinal))
            return outcome == LaunchOutcome.NotFound ? $"no such program in the PATH of the command: {name}" : $"the program {name} cannot be executed: {symbol}";
        var path = program.StartsWith('/') ? program : $"{directory.Value}/{program}";
        var head = Head(path);
        if (outcome == LaunchOutcome.NotFound)
        {
            if (head is null) return $"no such program: {name}";
            return Interpreter(head) is { } missing ? $"the program {name} names an interpreter that is not there: '{missing}'"
                : $"the program {name} is there, and the loader that it names is not: it was built for another system";
        }

        if (symbol == "ENOEXEC")
        {
            return head?.StartsWith("\u007fELF", StringComparison.Ordinal) == true ? $"the program {name} cannot be executed: it was built for another machine"
                : $"the program {name} cannot be executed: it has no '#!' line";
        }

        if (symbol == "EACCES" && Directory.Exists(path)) return $"the program {name} cannot be executed: it is a folder";
        var remedy = symbol == "EACCES" ? $"; is it marked as a program? chmod +x {name}" : "";
        return $"the program {name} cannot be executed: {symbol}{remedy}";
    }

    private static string? Interpreter(string head)
    {
        if (!head.StartsWith("#!", StringComparison.Ordinal)) return null;
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        return OsText.Display((end < 0 ? head[2..] : head[2..end]).Trim(' ', '\t').Split(' ', '\t')[0]);
    }

    /// <summary>The beginning of a regular file; null when there is none to read. No pipe is waited for.</summary>
    private static string? Head(string path)
    {
        int fd;
        fixed (byte* text = OsText.Encode(path + "\0")) fd = Libc.Open(text, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NONBLOCK | Libc.O_NOCTTY, 0);
        if (fd < 0) return null;
        using var file = new Descriptor(fd);
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            if (Libc.Statx(fd, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0 || stat.Kind != 0x8000) return null;
        var bytes = stackalloc byte[Longest];
        var length = Libc.Read(fd, bytes, Longest);
        return length < 0 ? null : OsText.Decode(new ReadOnlySpan<byte>(bytes, (int)length));
    }
}
