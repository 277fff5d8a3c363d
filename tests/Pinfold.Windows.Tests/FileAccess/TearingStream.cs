namespace Pinfold.Windows.Tests.FileAccess;

/// <summary>A file that outlives its writer. When the fuse is out, half of the write is on the disk.</summary>
internal sealed class TearingStream(MemoryStream disk, Fuse fuse) : MemoryStream
{
    public override long Length => disk.Length;

    public override long Position { get => disk.Position; set => disk.Position = value; }

    public override int Read(Span<byte> buffer) => disk.Read(buffer);

    public override void SetLength(long value) => disk.SetLength(value);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            fuse.Burn();
        }
        catch (KilledException)
        {
            disk.Write(buffer[..(buffer.Length / 2)]);
            throw;
        }

        disk.Write(buffer);
    }
}
