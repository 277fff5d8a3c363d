namespace Pinfold.Cli.Output;

/// <summary>Writes straight to descriptors: no encoder, no buffer, no Console on the path of a start.</summary>
internal static partial class Messages
{
    /// <summary>True when standard error is a terminal and the user did not forbid colours (no-color.org).</summary>
    internal static bool ErrorHasColour => HasColour(2);

    /// <summary>The same for standard output.</summary>
    internal static bool OutputHasColour => HasColour(1);

    /// <summary>True when standard error is a terminal that can be drawn on.</summary>
    internal static bool ErrorIsTerminal => IsTerminal(2);

    /// <summary>Lines of Pinfold's own on standard error.</summary>
    internal static void Say(string lines) =>
        Write(2, $"pinfold: {lines.Replace("\n", "\npinfold: ", StringComparison.Ordinal)}\n");

    /// <summary>Text on standard error as it is.</summary>
    internal static void Error(string text) => Write(2, text);

    /// <summary>Text on standard output.</summary>
    internal static void Output(string text)
    {
        HasOutput = true;
        Write(1, text);
    }

    /// <summary>Something of a result was printed.</summary>
    internal static bool HasOutput { get; private set; }

    private static bool HasColour(int stream) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && IsTerminal(stream);
}
