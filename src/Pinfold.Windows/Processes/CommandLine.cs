using System.Buffers;
using System.Text;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Arguments as the one string that CreateProcess passes on, so that CommandLineToArgvW and the Microsoft C runtime
/// give them back (Win32, <i>CommandLineToArgvW</i>; C runtime, <i>Parsing C command-line arguments</i>).
/// </summary>
public static class CommandLine
{
    /// <summary>CreateProcess takes no longer one, its NUL included.</summary>
    public const int MaxLength = 32_767;

    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" \t\n\v\r\"");

    /// <summary>
    /// The line for <paramref name="program"/>, which becomes argument 0, with <paramref name="arguments"/>.
    /// </summary>
    /// <exception cref="ArgumentException">A NUL, a quote in the program's name, or too long.</exception>
    public static string Of(string program, params ReadOnlySpan<string> arguments)
    {
        // Argument 0 ends at the next quote, whatever stands before it.
        if (program.Contains('"', StringComparison.Ordinal))
            throw new ArgumentException("the program's name contains a quotation mark", nameof(program));
        var line = new StringBuilder().Append('"').Append(program).Append('"');
        foreach (var argument in arguments) Append(line.Append(' '), argument);
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '\0') throw new ArgumentException("an argument contains a NUL character", nameof(arguments));
        return line.Length < MaxLength
            ? line.ToString()
            : throw new ArgumentException($"the command line has {line.Length} characters, more than {MaxLength - 1}",
                nameof(arguments));
    }

    private static void Append(StringBuilder line, string argument)
    {
        if (argument.Length > 0 && argument.AsSpan().IndexOfAny(NeedsQuotes) < 0)
        {
            line.Append(argument);
            return;
        }

        line.Append('"');
        var backslashes = 0;
        foreach (var c in argument)
        {
            if (c == '\\')
            {
                backslashes++;
                continue;
            }

            // Backslashes count double only before a quotation mark, which itself needs one.
            line.Append('\\', c == '"' ? 2 * backslashes + 1 : backslashes).Append(c);
            backslashes = 0;
        }

        line.Append('\\', 2 * backslashes).Append('"');
    }
}
