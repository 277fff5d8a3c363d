namespace Pinfold.Windows.Processes;

/// <summary>
/// Batch files run in cmd.exe, which reads the line by rules of its own: an argument that closes its quotation mark
/// becomes a command (CVE-2024-24576 and its kin). What cannot be said safely is refused.
/// </summary>
public static class BatchFile
{
    private const string Unsafe = "\"%\r\n\0";

    /// <summary>True for what CreateProcess would hand to cmd.exe; trailing dots and spaces do not hide it.</summary>
    public static bool Is(string program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var name = program.AsSpan().TrimEnd(" .");
        return name.EndsWith(".bat", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Why <paramref name="argument"/> cannot be given to a batch file; null when it can.</summary>
    public static string? WhyNot(string argument)
    {
        var at = argument.AsSpan().IndexOfAny(Unsafe);
        if (at < 0) return null;
        var what = argument[at] switch
        {
            '"' => "a quotation mark",
            '%' => "a percent sign",
            '\0' => "a NUL character",
            _ => "a line break"
        };
        return $"contains {what}, which cmd.exe would take for its own";
    }

    /// <summary>
    /// The line that makes <paramref name="shell"/>, cmd.exe, run <paramref name="script"/>: no AutoRun, no delayed
    /// expansion, all quoted.
    /// </summary>
    /// <exception cref="ArgumentException">A name or an argument cannot be said safely.</exception>
    public static string Line(string shell, string script, params ReadOnlySpan<string> arguments)
    {
        if (WhyNot(script) is { } name) throw new ArgumentException($"the batch file's name {name}", nameof(script));
        var line = $"\"{script}\"";
        foreach (var argument in arguments)
        {
            if (WhyNot(argument) is { } reason)
                throw new ArgumentException($"the argument '{argument.ReplaceLineEndings(" ")}' {reason}",
                    nameof(arguments));

            // The program that a batch file starts reads a backslash before a quotation mark as its escape.
            line += $" \"{argument}{(argument.EndsWith('\\') ? new('\\', argument.Length - argument.TrimEnd('\\').Length) : "")}\"";
        }

        return $"\"{shell}\" /d /e:ON /v:OFF /s /c \"{line}\"";
    }
}
