using System.Diagnostics.CodeAnalysis;

namespace Pinfold.Core.Paths;

/// <summary>
/// An absolute path in lexical normal form: no empty, <c>.</c> or <c>..</c> component, no NUL, no trailing slash.
/// </summary>
/// <remarks>
/// Lexical only: it says nothing about links. Whoever opens it compares identity (device and inode), not strings.
/// Text is <see cref="OsText"/>, so that any Linux file name fits. At most <see cref="MaxBytes"/> bytes (PATH_MAX,
/// limits.h).
/// </remarks>
public readonly record struct CanonicalPath : IComparable<CanonicalPath>
{
    /// <summary>PATH_MAX without the final NUL.</summary>
    public const int MaxBytes = 4095;

    private readonly string? _value;

    private CanonicalPath(string value) => _value = value;

    /// <summary>The root folder.</summary>
    public static CanonicalPath Root { get; } = new("/");

    /// <summary>The path's text; <c>/</c> for the default value.</summary>
    public string Value => _value ?? "/";

    /// <summary>The last component; empty for the root.</summary>
    public string Name => Value[(Value.LastIndexOf('/') + 1)..];

    /// <summary>The folder that holds it; the root is its own parent.</summary>
    public CanonicalPath Parent
    {
        get
        {
            var slash = Value.LastIndexOf('/');
            return slash <= 0 ? Root : new(Value[..slash]);
        }
    }

    /// <summary>Parses an absolute path. Throws <see cref="ArgumentException"/> when it is not one.</summary>
    public static CanonicalPath Parse(string text) =>
        TryParse(text, out var path, out var error) ? path : throw new ArgumentException(error, nameof(text));

    /// <summary>Parses an absolute path, or says in <paramref name="error"/> why it is none.</summary>
    public static bool TryParse(string? text, out CanonicalPath path, [NotNullWhen(false)] out string? error)
    {
        path = Root;
        error = null;
        if (string.IsNullOrEmpty(text)) error = "the path is empty";
        else if (text.Contains('\0', StringComparison.Ordinal)) error = "the path contains a NUL character";
        else if (text[0] != '/') error = $"'{OsText.Display(text)}' is not absolute";
        if (error is not null) return false;

        if (!IsNormal(text!))
        {
            var kept = new List<string>();
            foreach (var part in text!.Split('/'))
            {
                if (part is "" or ".") continue;
                if (part == "..")
                {
                    if (kept.Count > 0) kept.RemoveAt(kept.Count - 1);
                }
                else
                {
                    kept.Add(part);
                }
            }

            text = "/" + string.Join('/', kept);
        }

        if (text!.Length > MaxBytes || (text.Length > MaxBytes / 3 && OsText.Encode(text).Length > MaxBytes))
        {
            error = $"the path is longer than {MaxBytes} bytes";
            return false;
        }

        path = text.Length == 1 ? Root : new(text);
        return true;
    }

    /// <summary>The path of <paramref name="relative"/> seen from here; an absolute one stands for itself.</summary>
    /// <exception cref="PathTooLongException">No Linux path is that long.</exception>
    public CanonicalPath Combine(string relative)
    {
        ArgumentNullException.ThrowIfNull(relative);
        if (TryCombine(relative, out var path)) return path;
        if (relative.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("the path contains a NUL character", nameof(relative));
        throw new PathTooLongException(
            $"the path of '{OsText.Display(relative)}' in the folder '{OsText.Display(Name)}' would be longer than "
                + $"{MaxBytes} bytes; use a folder with a shorter path");
    }

    /// <summary><see cref="Combine"/>, or false when no path can name that.</summary>
    public bool TryCombine(string relative, out CanonicalPath path)
    {
        ArgumentNullException.ThrowIfNull(relative);
        return TryParse(relative.StartsWith('/') ? relative : Value + "/" + relative, out path, out _);
    }

    /// <summary>True when this is <paramref name="ancestor"/> or lies below it.</summary>
    public bool IsWithin(CanonicalPath ancestor) =>
        ancestor.Value.Length == 1 || (Value.StartsWith(ancestor.Value, StringComparison.Ordinal)
            && (Value.Length == ancestor.Value.Length || Value[ancestor.Value.Length] == '/'));

    /// <summary>The text after <paramref name="ancestor"/>, without a leading slash; empty when equal.</summary>
    public string RelativeTo(CanonicalPath ancestor)
    {
        if (!IsWithin(ancestor)) throw new ArgumentException($"{this} is not within {ancestor}", nameof(ancestor));
        return ancestor.Value.Length == 1 ? Value[1..]
            : Value.Length == ancestor.Value.Length ? ""
            : Value[(ancestor.Value.Length + 1)..];
    }

    /// <inheritdoc/>
    public int CompareTo(CanonicalPath other) => string.CompareOrdinal(Value, other.Value);

    /// <inheritdoc/>
    public bool Equals(CanonicalPath other) => string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <summary>Safe to print; a path on a drive as Windows writes it, <c>C:\Users</c>.</summary>
    public override string ToString() => OsText.Display(WindowsPath.ToWin32(this));

    private static bool IsNormal(string text)
    {
        if (text.Length == 1) return true;
        var part = 1;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] != '/') continue;
            var length = i - part;
            if (length == 0 || (text[part] == '.' && (length == 1 || (length == 2 && text[part + 1] == '.'))))
                return false;
            part = i + 1;
        }

        return true;
    }

    /// <summary>Ordinal order.</summary>
    public static bool operator <(CanonicalPath left, CanonicalPath right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(CanonicalPath left, CanonicalPath right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(CanonicalPath left, CanonicalPath right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(CanonicalPath left, CanonicalPath right) => left.CompareTo(right) >= 0;
}
