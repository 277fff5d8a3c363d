using Pinfold.Cli.Policies;
using Pinfold.Core.Decisions;
using Pinfold.Core.Paths;
using Pinfold.Core.Planning;
using Pinfold.Core.Policy;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Cli.Running;

/// <summary>
/// Why a program did not start: execve(2) has one word for a missing program and a missing interpreter.
/// </summary>
internal static unsafe class NotStarted
{
    private const int RegularFile = 0x8000, FolderKind = 0x4000;
    private const int Longest = 256; // BINPRM_BUF_SIZE of the kernel: it looks no further for the interpreter

    /// <summary>
    /// The same result, its failure in words that name the program. Nothing is told of a file that the command does not
    /// see.
    /// </summary>
    internal static LaunchResult Explain(LaunchResult result, string program, CanonicalPath directory, Fence fence) =>
        result.Outcome is LaunchOutcome.NotFound or LaunchOutcome.NotExecutable
            ? result with { Failure = Why(program, result.Outcome, result.Failure ?? "", directory, fence) } : result;

    private static string Why(string program, LaunchOutcome outcome, string symbol,
        CanonicalPath directory, Fence fence)
    {
        if (program.Length == 0) return "the name of the program is empty";
        var name = $"'{OsText.Display(program)}'";
        if (!program.Contains('/', StringComparison.Ordinal))
            return outcome == LaunchOutcome.NotFound
                ? $"no such program in the PATH of the command: {name}"
                : $"the program {name} cannot be executed: {symbol}";
        var path = program.StartsWith('/') ? program : $"{directory.Value}/{program}";
        var (isFolder, head) = Look(path, fence);
        if (outcome == LaunchOutcome.NotFound)
        {
            if (head is null) return $"no such program: {name}";
            return Interpreter(head) is { } missing
                ? $"the program {name} names an interpreter that is not there: '{missing}'"
                : $"the program {name} is there, and the loader that it names is not: it was built for another system";
        }

        if (symbol == "ENOEXEC")
        {
            return head?.StartsWith("\u007fELF", StringComparison.Ordinal) == true
                ? $"the program {name} cannot be executed: it was built for another machine"
                : $"the program {name} cannot be executed: it has no '#!' line";
        }

        if (symbol == "EACCES" && isFolder) return $"the program {name} cannot be executed: it is a folder";
        var remedy = symbol == "EACCES" ? $"; is it marked as a program? chmod +x {name}" : "";
        return $"the program {name} cannot be executed: {symbol}{remedy}";
    }

    private static string? Interpreter(string head)
    {
        if (!head.StartsWith("#!", StringComparison.Ordinal)) return null;
        var end = head.IndexOf('\n', StringComparison.Ordinal);
        return OsText.Display((end < 0 ? head[2..] : head[2..end]).Trim(' ', '\t').Split(' ', '\t')[0]);
    }

    /// <summary>
    /// Whether it is a folder, and the beginning of a regular file; null when there is none to read. A link may lead
    /// anywhere: what it leads to is held, asked for its own path, and read only where the command could read it.
    /// Nothing else is opened, so no pipe is waited for.
    /// </summary>
    private static (bool IsFolder, string? Head) Look(string path, Fence fence)
    {
        using var held = Open(path, Libc.O_PATH);
        if (held is null) return default;
        var self = $"/proc/self/fd/{held.Number}";
        StatxBuffer stat;
        fixed (byte* empty = "\0"u8)
            if (Libc.Statx(held.Number, empty, Libc.AT_EMPTY_PATH, Libc.STATX_BASIC_STATS, &stat) < 0) return default;
        if (!IsSeen(fence, self)) return default;
        if (stat.Kind != RegularFile) return (stat.Kind == FolderKind, null);
        using var file = Open(self, Libc.O_RDONLY | Libc.O_NOCTTY);
        if (file is null) return default;
        var bytes = stackalloc byte[Longest];
        var length = Libc.Read(file.Number, bytes, Longest);
        return (false, length < 0 ? null : OsText.Decode(new ReadOnlySpan<byte>(bytes, (int)length)));
    }

    /// <summary>True when neither the policy nor what lies over it in the fence keeps it from the command.</summary>
    private static bool IsSeen(Fence fence, string self)
    {
        var text = stackalloc byte[CanonicalPath.MaxBytes + 1];
        nint length;
        fixed (byte* name = OsText.Encode(self + "\0"))
            length = Libc.ReadLinkAt(Libc.AT_FDCWD, name, text, CanonicalPath.MaxBytes + 1);
        if (length <= 0
            || !CanonicalPath.TryParse(OsText.Decode(new ReadOnlySpan<byte>(text, (int)length)), out var path, out _))
            return false;
        if (new DecisionEngine(fence.Policy).Decide(new Request.Read(path)).Verdict != Verdict.Allow) return false;
        return fence.Plan.Steps.Select(Cover).OfType<(CanonicalPath Path, bool Seen)>()
            .Where(c => path.IsWithin(c.Path))
            .OrderBy(c => c.Path.Value.Length).LastOrDefault((Path: path, Seen: true)).Seen;
    }

    /// <summary>What the host has there is inside too, or not.</summary>
    private static (CanonicalPath Path, bool Seen)? Cover(PlanStep step) => step switch
    {
        PlanStep.Writable w => (w.Path, true),
        PlanStep.Reveal r => (r.Path, true),
        PlanStep.Hide h => (h.Path, false),
        PlanStep.PrivateFolder f => (f.Path, false),
        PlanStep.PrivateDevices => (CanonicalPath.Parse("/dev"), false),
        PlanStep.PrivateProc => (CanonicalPath.Parse("/proc"), false),
        _ => null,
    };

    private static Descriptor? Open(string path, int flags)
    {
        fixed (byte* text = OsText.Encode(path + "\0"))
            return Libc.Open(text, flags | Libc.O_CLOEXEC, 0) is >= 0 and var fd ? new Descriptor(fd) : null;
    }
}
