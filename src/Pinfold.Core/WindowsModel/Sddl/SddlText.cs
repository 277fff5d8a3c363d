namespace Pinfold.Core.WindowsModel.Sddl;

/// <summary>A place in SDDL text, and the few things that are read everywhere.</summary>
internal sealed class SddlText(string text, SddlDomains domains)
{
    internal int At { get; set; }

    internal string Text => text;

    internal bool AtEnd => At >= text.Length;

    internal char Current => At < text.Length ? text[At] : '\0';

    internal SecurityFormatException Error(string cause) => new(At, cause);

    /// <summary>Moves behind <paramref name="word"/> when it comes next.</summary>
    internal bool Take(string word)
    {
        if (word.Length > text.Length - At) return false;
        for (var i = 0; i < word.Length; i++)
            if (text[At + i] != word[i]) return false;
        At += word.Length;
        return true;
    }

    /// <summary>Moves behind the first of <paramref name="words"/> that comes next.</summary>
    internal bool TakeAny<TValue>((string Word, TValue Value)[] words, out TValue value)
    {
        foreach (var (word, meaning) in words)
        {
            if (!Take(word)) continue;
            value = meaning;
            return true;
        }

        value = default!;
        return false;
    }

    internal void Expect(char character)
    {
        if (Current != character || AtEnd) throw Error($"'{character}' is missing");
        At++;
    }

    internal void SkipSpace()
    {
        while (!AtEnd && text[At] is ' ' or >= '\t' and <= '\r') At++;
    }

    /// <summary>A SID in text form, or an alias.</summary>
    internal Sid Sid()
    {
        if (Current is 'S' or 's' && At + 1 < text.Length && text[At + 1] == '-')
        {
            var at = At;
            var sid = WindowsModel.Sid.ParseAt(text, ref at);
            At = at;
            return sid;
        }

        if (text.Length - At < 2) throw Error("a SID or a two-letter alias is missing");
        var alias = text.AsSpan(At, 2);
        var found = SidAliases.Find(alias, domains)
            ?? throw Error(SidAliases.Exists(alias)
                ? $"'{alias}' needs a domain, and none is known"
                : "neither a SID nor an alias");
        At += 2;
        return found;
    }

    /// <summary>An integer: decimal, octal after <c>0</c>, hexadecimal after <c>0x</c>.</summary>
    internal ulong Number(ulong max, out int numberBase)
    {
        var start = At;
        numberBase = 10;
        if (Current == '0' && At + 1 < text.Length && text[At + 1] is 'x' or 'X') (numberBase, At) = (16, At + 2);
        else if (Current == '0' && At + 1 < text.Length && char.IsAsciiDigit(text[At + 1]))
            (numberBase, At) = (8, At + 1);
        var digits = At;
        var value = 0UL;
        for (; !AtEnd && char.IsAsciiHexDigit(text[At]); At++)
        {
            var digit = (uint)HexDigit(text[At]);
            if (digit >= numberBase) break;
            if (digit > max || value > (max - digit) / (uint)numberBase)
                throw new SecurityFormatException(start, "the number is too large");
            value = value * (uint)numberBase + digit;
        }

        return At > digits ? value : throw Error("a digit is missing");
    }

    private static int HexDigit(char c) => c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;

    /// <summary>Text up to the next quote; SDDL has no escape for a quote inside.</summary>
    internal string Quoted()
    {
        Expect('"');
        var end = text.IndexOf('"', At);
        if (end < 0) throw Error("the closing quote is missing");
        var value = text[At..end];
        At = end + 1;
        return value;
    }

    /// <summary>Hexadecimal pairs after <c>#</c>.</summary>
    internal byte[] Octets()
    {
        Expect('#');
        var start = At;
        while (char.IsAsciiHexDigit(Current)) At++;
        return (At - start) % 2 == 0
            ? Convert.FromHexString(text.AsSpan(start, At - start))
            : throw Error("a hexadecimal digit is missing");
    }
}
