using System.Buffers;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Finds a program as the command's own environment says: its PATH and PATHEXT. Unlike CreateProcess and cmd.exe, never
/// in the current folder unless a path says so: what lies in a workspace is not trusted.
/// </summary>
/// <param name="kindOf">What is at a path: the disk, or in tests a list.</param>
public sealed class ProgramSearch(Func<string, ProgramKind> kindOf)
{
    private static readonly SearchValues<char> Invalid = SearchValues.Create("\"<>|*?\0");
    private static readonly string[] Runnable = [".com", ".exe", ".bat", ".cmd"];

    /// <summary>The full path of <paramref name="name"/>, or why there is none.</summary>
    /// <param name="name">A name, or a path (with a slash or a drive).</param>
    /// <param name="folder">The command's working folder, absolute.</param>
    /// <param name="environment">The command's environment; names without case.</param>
    public ProgramFound Find(string name, string folder, IReadOnlyDictionary<string, string> environment)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(environment);
        if (name.Length == 0) return new(null, "the command's name is empty");
        if (name.AsSpan().IndexOfAny(Invalid) >= 0)
            return new(null, $"'{name}' contains a character that no file's name has");
        var extensions = Extensions(environment, ExtensionOf(name));
        var stubs = new List<string>();
        foreach (var place in Places(name, folder, environment))
        {
            foreach (var extension in extensions)
            {
                var path = place + extension;
                switch (kindOf(path))
                {
                    case ProgramKind.File: return new(path, null);
                    case ProgramKind.Alias: return new(path, null) { IsAlias = true };
                    // the Store's advertisement for what is not installed
                    case ProgramKind.Stub: stubs.Add(path); break;
                }
            }
        }

        return new(null, stubs.Count == 0
            ? $"there is no '{name}' {(IsPath(name) ? "there" : "in PATH")}"
            : $"'{stubs[0]}' only opens the Store: install '{name}', or switch its alias off in Settings, Apps, App execution aliases");
    }

    private static IEnumerable<string> Places(string name, string folder,
        IReadOnlyDictionary<string, string> environment)
    {
        if (IsPath(name))
        {
            name = name.Replace('/', '\\');
            yield return IsAbsolute(name) ? name : $@"{folder.TrimEnd('\\')}\{name}";
            yield break;
        }

        // An entry that is not absolute would be searched in the current folder.
        foreach (var entry in Value(environment, "PATH", "").Split(';'))
        {
            var place = entry.Trim().Trim('"').Replace('/', '\\');
            if (IsAbsolute(place)) yield return $@"{place.TrimEnd('\\')}\{name}";
        }
    }

    /// <summary>
    /// The name as it is when it says how it runs; PATHEXT otherwise, without what only the shell can run.
    /// </summary>
    private static string[] Extensions(IReadOnlyDictionary<string, string> environment, string own)
    {
        if (Runnable.Contains(own, StringComparer.OrdinalIgnoreCase)) return [""];
        return [.. Value(environment, "PATHEXT", ".COM;.EXE;.BAT;.CMD").Split(';')
            .Select(e => e.Trim()).Where(e => Runnable.Contains(e, StringComparer.OrdinalIgnoreCase))];
    }

    private static string Value(IReadOnlyDictionary<string, string> environment, string name, string otherwise) =>
        environment.FirstOrDefault(v => v.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value ?? otherwise;

    private static string ExtensionOf(string name) =>
        name.LastIndexOf('.') is >= 0 and var dot && name.AsSpan(dot).IndexOfAny("/\\:") < 0 ? name[dot..] : "";

    private static bool IsPath(string name) => name.AsSpan().IndexOfAny("/\\:") >= 0;

    private static bool IsAbsolute(string path) =>
        path.Length > 2 && ((char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] == '\\')
            || path.StartsWith(@"\\", StringComparison.Ordinal));
}
