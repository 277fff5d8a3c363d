namespace Pinfold.Cli.Output;

/// <summary>A fault of the system, for people.</summary>
internal static class Spoken
{
    /// <summary>
    /// The framework throws EFBIG of a write as an argument out of range, and speaks of a file's length.
    /// </summary>
    internal static string Of(Exception fault) =>
        fault is ArgumentOutOfRangeException
            ? "EFBIG: no file may grow; raise the limit of file sizes (ulimit -f)"
            : fault.Message;
}
