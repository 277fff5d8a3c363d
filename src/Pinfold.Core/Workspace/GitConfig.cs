using System.Collections.Immutable;
using System.Text;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Reads git's configuration syntax (git-config(1), "Syntax"). It follows no include and runs nothing.
/// </summary>
public static class GitConfig
{
    /// <summary>The settings in order; null where git itself would call the text malformed.</summary>
    public static ImmutableArray<GitSetting>? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Reader(text).Read();
    }

    private sealed class Reader(string text)
    {
        private const char End = '\0';
        private readonly string _text = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal);
        private readonly ImmutableArray<GitSetting>.Builder _settings = ImmutableArray.CreateBuilder<GitSetting>();
        private int _at;

        private char Current => _at < _text.Length ? _text[_at] : End;

        internal ImmutableArray<GitSetting>? Read()
        {
            if (_text.Contains(End, StringComparison.Ordinal)) return null;
            (string Name, string? Sub) section = ("", null); // git lets keys come before the first section
            while (true)
            {
                while (IsSpace(Current) || Current == '\n') _at++;
                if (Current == End) return _settings.ToImmutable();
                if (Current is '#' or ';') SkipLine();
                else if (Current == '[')
                {
                    if (ReadSection() is not { } next) return null;
                    section = next;
                }
                else if (!ReadSetting(section)) return null;
            }
        }

        private static bool IsSpace(char c) => c is ' ' or '\t' or '\r';

        private void SkipLine()
        {
            while (Current is not ('\n' or End)) _at++;
        }

        private (string Name, string? Sub)? ReadSection()
        {
            var start = ++_at;
            while (char.IsAsciiLetterOrDigit(Current) || Current is '-' or '.') _at++;
            var name = _text[start.._at].ToLowerInvariant();
            if (name.Length == 0) return null;
            if (Current == ']')
            {
                _at++;
                var dot = name.IndexOf('.', StringComparison.Ordinal);
                return dot < 0 ? (name, null) : (name[..dot], name[(dot + 1)..]);
            }

            while (Current is ' ' or '\t') _at++;
            if (Current != '"') return null;
            var sub = new StringBuilder();
            for (_at++; Current != '"'; _at++)
            {
                if (Current == '\\') _at++;
                if (Current is End or '\n') return null;
                sub.Append(Current);
            }

            _at++;
            if (Current != ']') return null;
            _at++;
            return (name, sub.ToString());
        }

        private bool ReadSetting((string Name, string? Sub) section)
        {
            if (!char.IsAsciiLetter(Current)) return false;
            var start = _at;
            while (char.IsAsciiLetterOrDigit(Current) || Current == '-') _at++;
            var key = _text[start.._at].ToLowerInvariant();
            while (Current is ' ' or '\t') _at++;
            string? value = null;
            if (Current == '=')
            {
                _at++;
                value = ReadValue();
                if (value is null) return false;
            }
            else if (Current is not ('\n' or End))
            {
                return false;
            }

            _settings.Add(new(section.Name, section.Sub, key, value));
            return true;
        }

        private string? ReadValue()
        {
            var value = new StringBuilder();
            var kept = 0; // trailing blanks outside quotes do not count
            var quoted = false;
            for (; ; _at++)
            {
                var c = Current;
                if (c is End or '\n')
                {
                    if (quoted) return null;
                    value.Length = kept;
                    return value.ToString();
                }

                if (c is '#' or ';' && !quoted)
                {
                    SkipLine();
                    _at--;
                    continue;
                }

                if (c == '"')
                {
                    quoted = !quoted;
                    kept = value.Length;
                    continue;
                }

                if (c == '\\')
                {
                    kept = value.Length; // blanks before a backslash count, also where the line goes on
                    _at++;
                    if (Current is '\n' or End) continue; // git lets the last line end in a backslash
                    var escaped =
                        Current switch { 't' => '\t', 'b' => '\b', 'n' => '\n', '"' => '"', '\\' => '\\', _ => End };
                    if (escaped == End) return null;
                    value.Append(escaped);
                    kept = value.Length;
                    continue;
                }

                if (!quoted && value.Length == 0 && IsSpace(c)) continue;
                value.Append(c);
                if (quoted || !IsSpace(c)) kept = value.Length;
            }
        }
    }
}
