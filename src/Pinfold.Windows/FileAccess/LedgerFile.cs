using Pinfold.Core.Ledger;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// The ledger on the disk: one process at a time, each record on the disk before the change it announces.
/// </summary>
public sealed class LedgerFile : HostLedger, IDisposable
{
    private readonly Stream _stream;

    private LedgerFile(Stream stream, LedgerBook book)
        : base(book) => _stream = stream;

    /// <summary>
    /// Opens the ledger at <paramref name="path"/>, or begins one; waits for another process that changes it.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static LedgerFile Open(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate, Access = System.IO.FileAccess.ReadWrite,
            Share = FileShare.ReadWrite, Options = FileOptions.WriteThrough, BufferSize = 0,
        };
        var stream = new FileStream(path, options);
        try
        {
            Kernel32.Lock(stream.SafeFileHandle);
            return Open(stream);
        }
        catch (IOException)
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Goes on with the ledger in <paramref name="stream"/>, which it owns. A torn end is cut off.</summary>
    internal static LedgerFile Open(Stream stream)
    {
        var bytes = new byte[stream.Length];
        stream.Position = 0;
        stream.ReadExactly(bytes);
        var book = LedgerBook.Replay(bytes);
        if (book.ValidLength < bytes.Length) stream.SetLength(book.ValidLength);
        stream.Position = book.ValidLength;
        return new(stream, book);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    /// <inheritdoc/>
    protected override void Append(byte[] line)
    {
        try
        {
            _stream.Write(line);
            if (_stream is FileStream file) file.Flush(flushToDisk: true);
            else _stream.Flush();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LedgerFileException(
                $"the ledger cannot be written, and no change is made without it: {e.Message}", e);
        }
    }
}
