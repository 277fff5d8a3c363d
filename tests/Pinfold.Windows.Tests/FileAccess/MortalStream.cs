namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>
/// A file that tells of a moment before each write, half way through it and after it: <paramref name="pass"/> may end
/// the process.
/// </summary>
internal sealed class MortalStream(string path, Action pass)
    : FileStream(path, FileMode.OpenOrCreate, System.IO.FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        pass();
        base.Write(buffer[..(buffer.Length / 2)]);
        pass();
        base.Write(buffer[(buffer.Length / 2)..]);
        pass();
    }
}
