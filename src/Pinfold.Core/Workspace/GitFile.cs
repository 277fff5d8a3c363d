namespace Pinfold.Core.Workspace;

/// <summary>Text of the small files with which git points from folder to folder (gitrepository-layout(5)).</summary>
/// <remarks>The results are not normalised: what <c>link/..</c> means is the kernel's to say.</remarks>
public static class GitFile
{
    private const string Prefix = "gitdir: ";

    /// <summary>Where a <c>.git</c> file in <paramref name="folder"/> points; null when it is none.</summary>
    public static string? Target(string text, string folder)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.StartsWith(Prefix, StringComparison.Ordinal) ? Path(text[Prefix.Length..], folder) : null;
    }

    /// <summary>
    /// The path in a <c>commondir</c> or <c>gitdir</c> file of <paramref name="folder"/>; null when it holds none.
    /// </summary>
    public static string? Path(string text, string folder)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.TrimEnd('\n', '\r');
        if (text.Length == 0 || text.Contains('\0', StringComparison.Ordinal)) return null;
        if (IsOnDrive(folder)) return OnDrive(text.Replace('\\', '/'), folder);
        return text[0] == '/' ? text : folder + "/" + text;
    }

    /// <summary>
    /// git for Windows writes <c>C:/…</c>; what begins with a slash depends on the current drive, so that it names
    /// nothing certain.
    /// </summary>
    private static string? OnDrive(string text, string folder) =>
        text[0] == '/' ? null
            : IsOnDrive("/" + text) ? $"/{char.ToUpperInvariant(text[0])}{text[1..]}"
            : folder + "/" + text;

    private static bool IsOnDrive(string path) =>
        path.Length > 3 && path[0] == '/' && char.IsAsciiLetter(path[1]) && path[2] == ':' && path[3] == '/';
}
