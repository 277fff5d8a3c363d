using Pinfold.Cli.Output;
using Pinfold.Core.Paths;
using Pinfold.Windows.Native;

namespace Pinfold.Cli.Policies;

/// <summary>
/// Paths that the user typed: relative to the current folder, spelled as the disk spells them, behind every link.
/// </summary>
internal static class CommandLinePath
{
    /// <summary>
    /// The current folder. Roots come only from the user's own session, never from what a command or a model says
    /// (CVE-2025-59532).
    /// </summary>
    internal static CanonicalPath Current =>
        Resolve(Environment.CurrentDirectory)
            ?? throw new CommandException("the current folder no longer exists or is on no drive of this computer; "
                + "change to another folder");

    /// <summary>The path behind links; of a missing file as it was written.</summary>
    internal static CanonicalPath Real(string what, string text) => Resolve(text) ?? Lexical(what, text);

    /// <summary>The path, which must exist, behind links.</summary>
    internal static CanonicalPath Existing(string what, string text) =>
        Resolve(text)
            ?? throw new CommandException($"{what} {Lexical(what, text)} does not exist or cannot be entered");

    /// <summary>Whether it is there, behind links.</summary>
    internal static bool Exists(CanonicalPath path) => Resolve(WindowsPath.ToWin32(path)) is not null;

    /// <summary>
    /// A leading <c>~</c>, which no shell of Windows expands for a program, means what it means in a policy.
    /// </summary>
    internal static string FromHome(string text) =>
        text == "~" || text.StartsWith("~/", StringComparison.Ordinal)
            ? WindowsPath.ToWin32(UserFolders.Find().Home) + text[1..]
            : text;

    internal static CanonicalPath? Resolve(string text)
    {
        if (text.Length is 0 or > WindowsPath.MaxLength || text.Contains('\0', StringComparison.Ordinal)) return null;
        try
        {
            using var file = Kernel32.CreateFile(
                Absolute(text), Kernel32.FILE_READ_ATTRIBUTES, Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING,
                Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
            return WindowsPath.TryParse(Kernel32.FinalPath(file), out var path, out _) ? path : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static CanonicalPath Lexical(string what, string text)
    {
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal))
            throw new CommandException($"{what}: '{OsText.Display(text)}' is no path");
        return WindowsPath.TryParse(Absolute(text), out var path, out var error)
            ? path
            : throw new CommandException($"{what}: {error}");
    }

    /// <summary>From the current folder, and each drive's own.</summary>
#pragma warning disable RS0030 // what the user typed is meant from there
    private static string Absolute(string text) => Path.GetFullPath(text);
#pragma warning restore RS0030
}
