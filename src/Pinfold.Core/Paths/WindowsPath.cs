using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Pinfold.Core.Paths;

/// <summary>
/// Windows paths ↔ <see cref="CanonicalPath"/>: <c>C:\Users\me</c> is carried as <c>/C:/Users/me</c>. Lexical only.
/// What several spellings could name, or what leads around the drive letter, is refused with the reason; so is what
/// only a part of all programs could open.
/// </summary>
/// <remarks>After Win32, <i>Naming Files, Paths, and Namespaces</i>, and MS-FSCC 2.1.5 (names, streams).</remarks>
public static class WindowsPath
{
    /// <summary>Characters of the longest path (Win32, <i>Maximum Path Length Limitation</i>).</summary>
    public const int MaxLength = 32_767;

    private static readonly SearchValues<char> Forbidden = SearchValues.Create("<>\"|?*");

    private static readonly HashSet<string> Devices = new(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
            .. "0123456789¹²³".SelectMany(n => (string[])[$"COM{n}", $"LPT{n}"]),
        ], StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Reads a path in any form of Win32, or says in <paramref name="error"/> why it is refused and what to write
    /// instead.
    /// </summary>
    public static bool TryParse(string? text, out CanonicalPath path, [NotNullWhen(false)] out string? error)
    {
        path = CanonicalPath.Root;
        if (string.IsNullOrEmpty(text)) return Refuse("the path is empty", out error);
        if (text.Length > MaxLength) return Refuse($"the path is longer than {MaxLength} characters", out error);
        var shown = $"'{OsText.Display(text)}'";
        var slashed = text.Replace('/', '\\');
        var isLiteral = slashed.StartsWith(@"\\?\", StringComparison.Ordinal)
            || slashed.StartsWith(@"\??\", StringComparison.Ordinal);
        if (isLiteral || slashed.StartsWith(@"\\.\", StringComparison.Ordinal))
        {
            if (WhyNoDrive(slashed[4..]) is { } reason) return Refuse($"{shown} {reason}", out error);
            if (isLiteral && text.Contains('/', StringComparison.Ordinal))
                return Refuse($"{shown} mixes \\\\?\\ with '/', which means a name there", out error);
            slashed = slashed[4..];
        }
        else if (slashed.StartsWith(@"\\", StringComparison.Ordinal))
        {
            return Refuse($"{shown} is on the network; a root must be on a drive of this computer", out error);
        }

        if (!HasDrive(slashed)) return Refuse($"{shown} is not absolute; begin with a drive, as in C:\\", out error);
        if (slashed.Length > 2 && slashed[2] != '\\')
            return Refuse($"{shown} depends on the drive's current folder; write {slashed[..2]}\\", out error);
        var kept = new List<string>();
        foreach (var part in slashed.Split('\\').Skip(1))
        {
            if (part.Length == 0 || (!isLiteral && part == ".")) continue;
            if (!isLiteral && part == "..")
            {
                if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
                continue;
            }

            if (WhyNoName(part) is { } reason)
                return Refuse($"'{OsText.Display(part)}' in {shown} {reason}", out error);
            kept.Add(part);
        }

        return CanonicalPath.TryParse($"/{char.ToUpperInvariant(slashed[0])}:/{string.Join('/', kept)}",
            out path, out error);
    }

    /// <summary>As <see cref="TryParse"/>. Throws <see cref="ArgumentException"/> when the path is refused.</summary>
    public static CanonicalPath Parse(string text) =>
        TryParse(text, out var path, out var error) ? path : throw new ArgumentException(error, nameof(text));

    /// <summary>Why <paramref name="name"/> cannot be one component of a path; null when it can.</summary>
    public static string? WhyNoName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > 255) return "has not 1 to 255 characters";
        if (name is "." or "..") return "is no name";
        if (name.Contains(':', StringComparison.Ordinal)) return "names a stream of a file; name the file";
        if (name.AsSpan().ContainsAny(Forbidden))
            return "has one of the characters < > \" | ? *, which no name may have";
        if (name.AsSpan().ContainsAny('\\', '/')) return "has a separator";
        foreach (var c in name)
            if (c < ' ') return "has a control character";
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (i + 1 == name.Length || !char.IsSurrogatePair(name[i], name[i + 1])) return "is not valid UTF-16";
            i++;
        }

        if (name[^1] is '.' or ' ') return "ends with a dot or a space, which Windows drops; write the name without it";
        if (IsDevice(name)) return "is the name of a device in every folder";
        return MayBeShort(name) ? "may be a short (8.3) name of something else; write the long name" : null;
    }

    /// <summary>True for <c>/C:</c> and what is below a drive.</summary>
    public static bool IsOnDrive(CanonicalPath path) =>
        path.Value.Length > 2 && HasDrive(path.Value[1..]) && (path.Value.Length == 3 || path.Value[3] == '/');

    /// <summary>The drive of a path, <c>/C:</c>.</summary>
    /// <exception cref="ArgumentException">It is on none.</exception>
    public static CanonicalPath DriveOf(CanonicalPath path) =>
        IsOnDrive(path)
            ? CanonicalPath.Parse(path.Value[..3])
            : throw new ArgumentException($"{path} is on no drive", nameof(path));

    /// <summary>For people and programs: <c>C:\Users\me</c>; what is on no drive stays as it is.</summary>
    public static string ToWin32(CanonicalPath path)
    {
        if (!IsOnDrive(path)) return path.Value;
        return path.Value.Length == 3 ? path.Value[1..] + '\\' : path.Value[1..].Replace('/', '\\');
    }

    /// <summary>For calls of any length, past all rewriting: <c>\\?\C:\Users\me</c>.</summary>
    public static string ToExtended(CanonicalPath path) => @"\\?\" + ToWin32(path);

    /// <summary>
    /// True when <paramref name="path"/> is <paramref name="ancestor"/> or lies below it, without case.
    /// </summary>
    public static bool IsWithin(CanonicalPath path, CanonicalPath ancestor) =>
        ancestor.Value.Length == 1 || (path.Value.StartsWith(ancestor.Value, StringComparison.OrdinalIgnoreCase)
            && (path.Value.Length == ancestor.Value.Length || path.Value[ancestor.Value.Length] == '/'));

    private static bool HasDrive(string text) => text.Length >= 2 && char.IsAsciiLetter(text[0]) && text[1] == ':';

    /// <summary>Why what follows <c>\\?\</c> or <c>\\.\</c> is not a drive's path.</summary>
    private static string? WhyNoDrive(string rest)
    {
        if (HasDrive(rest))
            return rest.Length > 2 && rest[2] == '\\' ? null : "names the device of a drive, not a folder";
        if (rest.StartsWith(@"UNC\", StringComparison.OrdinalIgnoreCase))
            return "is on the network; a root must be on a drive of this computer";
        if (rest.StartsWith("Volume{", StringComparison.OrdinalIgnoreCase))
            return "names a volume by its GUID; write its drive letter";
        if (rest.StartsWith("GLOBALROOT", StringComparison.OrdinalIgnoreCase))
            return "leads through the object manager; write the drive letter";
        return "names a device, not a folder on a drive";
    }

    /// <summary>Also with an extension, and with spaces before it (Win32).</summary>
    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Devices.Contains((dot < 0 ? name : name[..dot]).TrimEnd(' '));
    }

    /// <summary>
    /// The form that NTFS generates: at most 8.3 characters, a tilde and digits at the end of the first part.
    /// </summary>
    private static bool MayBeShort(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var first = dot < 0 ? name : name[..dot];
        if (first.Length > 8 || (dot >= 0 && (name.Length - dot > 4 || name.IndexOf('.', dot + 1) >= 0))) return false;
        var tilde = first.LastIndexOf('~');
        return tilde > 0 && tilde + 1 < first.Length && first.AsSpan(tilde + 1).IndexOfAnyExceptInRange('0', '9') < 0;
    }

    private static bool Refuse(string reason, [NotNullWhen(false)] out string? error)
    {
        error = reason;
        return false;
    }
}
