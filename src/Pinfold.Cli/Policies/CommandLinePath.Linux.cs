using System.Runtime.InteropServices;
using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Linux.Native;

namespace Pinfold.Cli.Policies;

/// <summary>Paths that the user typed: relative to the current folder, seen as the kernel sees them.</summary>
internal static unsafe class CommandLinePath
{
    /// <summary>
    /// The current folder. Roots come only from the user's own session, never from what a command or a model says
    /// (CVE-2025-59532).
    /// </summary>
    internal static CanonicalPath Current
    {
        get
        {
            var buffer = stackalloc byte[CanonicalPath.MaxBytes + 1];
            if (Libc.GetCwd(buffer, CanonicalPath.MaxBytes + 1) == null || *buffer != '/')
                throw new CommandException(
                    "the current folder no longer exists or cannot be reached; change to another folder");
            return CanonicalPath.Parse(OsText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer)));
        }
    }

    /// <summary>The path without symbolic links; of a missing file as it was written.</summary>
    internal static CanonicalPath Real(string what, string text) => Resolve(text) ?? Lexical(what, text);

    /// <summary>The path, which must exist, without symbolic links.</summary>
    internal static CanonicalPath Existing(string what, string text) =>
        Resolve(text)
            ?? throw new CommandException($"{what} {Lexical(what, text)} does not exist or cannot be entered");

    /// <summary>Whether it is there, behind links.</summary>
    internal static bool Exists(CanonicalPath path) => Resolve(path.Value) is not null;

    /// <summary>A leading <c>~</c> that the shell left alone, as in quotes, means what it means in a policy.</summary>
    internal static string FromHome(string text) =>
        text == "~" || text.StartsWith("~/", StringComparison.Ordinal)
            ? UserFolders.Find().Home.Value + text[1..]
            : text;

    private static CanonicalPath Lexical(string what, string text)
    {
        var absolute = text.StartsWith('/') || text.Length == 0 ? text : $"{Current.Value}/{text}";
        return CanonicalPath.TryParse(absolute, out var path, out var error)
            ? path
            : throw new CommandException($"{what}: {error}");
    }

    /// <summary>realpath(3), which follows "link/.." as the kernel does.</summary>
    private static CanonicalPath? Resolve(string text)
    {
        if (text.Length is 0 or > CanonicalPath.MaxBytes || text.Contains('\0', StringComparison.Ordinal)) return null;
        var buffer = stackalloc byte[CanonicalPath.MaxBytes + 1];
        fixed (byte* path = OsText.Encode(text + "\0"))
            if (Libc.RealPath(path, buffer) == null) return null;
        var real = OsText.Decode(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer));
        return CanonicalPath.TryParse(real, out var parsed, out _) ? parsed : null;
    }
}
