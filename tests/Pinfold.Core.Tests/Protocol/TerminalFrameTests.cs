using CsCheck;
using Pinfold.Core.Protocol;
using Xunit;

namespace Pinfold.Core.Tests.Protocol;

public sealed class TerminalFrameTests
{
    private static readonly Gen<byte[]> Frames = Gen.OneOf(
        Gen.Byte.Array[1, TerminalFrame.MaxInput].Select(b => TerminalFrame.OfInput(b)),
        Gen.Select(Gen.Short[1, TerminalFrame.MaxCells], Gen.Short[1, TerminalFrame.MaxCells], TerminalFrame.OfSize));

    [Fact]
    public void Frames_are_read_as_they_were_written_however_the_stream_is_cut() =>
        Gen.Select(Frames.Array[0, 8], Gen.Int[1, 300]).Sample((frames, piece) =>
        {
            using var stream = new Pieces([.. frames.SelectMany(f => f)], piece);
            foreach (var frame in frames) Assert.Equal(frame, Again(TerminalFrame.Read(stream)!));
            Assert.Null(TerminalFrame.Read(stream));
        }, iter: 300);

    [Fact]
    public void A_frame_that_is_cut_off_is_none() => Gen.Select(Frames, Gen.Double.Unit).Sample((frame, at) =>
        Assert.Throws<InvalidDataException>(() =>
            TerminalFrame.Read(new MemoryStream(frame[..Math.Clamp((int)(at * frame.Length), 1, frame.Length - 1)]))),
        iter: 300);

    [Fact]
    public void Any_bytes_are_frames_within_their_bounds_or_refused() => Gen.Byte[0, 3].Array[0, 40].Sample(bytes =>
    {
        using var stream = new MemoryStream(bytes);
        try
        {
            while (TerminalFrame.Read(stream) is { } frame)
                Assert.InRange(Again(frame).Length, 4, TerminalFrame.MaxInput + 3);
        }
        catch (InvalidDataException)
        {
            return;
        }

        Assert.Equal(bytes.Length, stream.Position);
    }, iter: 2000);

    [Theory]
    [InlineData(0, 1, 0, 120), InlineData(3, 1, 0, 120), InlineData(255, 1, 0, 120)] // no kind
    [InlineData(1, 0, 0), InlineData(1, 1, 16), InlineData(1, 255, 255)] // empty, longer than any
    [InlineData(2, 3, 0, 1, 0, 1), InlineData(2, 5, 0, 1, 0, 1, 0, 0)] // no size
    [InlineData(2, 4, 0, 0, 0, 1, 0), InlineData(2, 4, 0, 1, 0, 255, 255)] // zero, negative
    public void What_is_no_frame_is_refused(params int[] bytes) =>
        Assert.Throws<InvalidDataException>(
            () => TerminalFrame.Read(new MemoryStream([.. bytes.Select(b => (byte)b), .. new byte[1 << 16]])));

    [Fact]
    public void Nothing_out_of_bounds_can_be_written()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalFrame.OfInput([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalFrame.OfInput(new byte[TerminalFrame.MaxInput + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalFrame.OfSize(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TerminalFrame.OfSize(1, -1));
    }

    private static byte[] Again(TerminalFrame frame) => frame switch
    {
        TerminalFrame.Input input => TerminalFrame.OfInput(input.Bytes.Span),
        TerminalFrame.Size size => TerminalFrame.OfSize(size.Columns, size.Rows),
        _ => [],
    };

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Pieces(byte[] bytes, int piece) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, Math.Min(count, piece));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, piece)]);
    }
}
