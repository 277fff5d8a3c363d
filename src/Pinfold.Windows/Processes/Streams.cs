using Pinfold.Windows.Native;

namespace Pinfold.Windows.Processes;

/// <summary>
/// Standard input, output and error of a command: copies that it inherits, closed here once it has them.
/// </summary>
internal sealed class Streams : IDisposable
{
    private readonly FileHandle?[] _copies;

    private Streams(params FileHandle?[] copies) => _copies = copies;

    internal nint Input => Number(0);

    internal nint Output => Number(1);

    internal nint Error => Number(2);

    /// <summary>What is inherited, each once; streams that pinfold lacks, the command lacks.</summary>
    internal FileHandle[] Inherited => [.. _copies.OfType<FileHandle>().DistinctBy(c => c.DangerousGetHandle())];

    /// <summary>This process's own.</summary>
    internal static Streams Own() => new(
        Copy(Kernel32.GetStdHandle(Kernel32.STD_INPUT_HANDLE)), Copy(Kernel32.GetStdHandle(Kernel32.STD_OUTPUT_HANDLE)),
        Copy(Kernel32.GetStdHandle(Kernel32.STD_ERROR_HANDLE)));

    /// <summary>Those given, which stay the caller's; null for none.</summary>
    internal static Streams Of(FileHandle? input, FileHandle? output, FileHandle? error) =>
        new(Copy(input), Copy(output), Copy(error));

    /// <summary>Those given, inheritable already and closed with this; null for none.</summary>
    internal static Streams Taken(FileHandle? input, FileHandle? output, FileHandle? error) =>
        new(input, output, error);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var copy in _copies) copy?.Dispose();
    }

    private nint Number(int stream) => _copies[stream]?.DangerousGetHandle() ?? 0;

    private static FileHandle? Copy(FileHandle? handle) =>
        handle is null ? null : Kernel32.InheritableCopy(handle.DangerousGetHandle());

    private static FileHandle? Copy(nint handle) => handle is 0 or -1 ? null : Kernel32.InheritableCopy(handle);
}
