using System.Buffers.Binary;

namespace Pinfold.Core.Protocol;

/// <summary>
/// What a terminal inside a fence is told, over its standard input: typed bytes, or a size. A frame is a kind (u8), a
/// length (u16, little-endian) and as many bytes. The set is closed, each kind has its bounds, and anything else ends
/// the terminal.
/// </summary>
public abstract record TerminalFrame
{
    /// <summary>Of the typed bytes in one frame.</summary>
    public const int MaxInput = 4096;

    /// <summary>The most columns, and rows, that a console can have (COORD).</summary>
    public const short MaxCells = short.MaxValue;

    private const int HeadBytes = 3, SizeBytes = 4;
    private const byte InputKind = 1, SizeKind = 2;

    private TerminalFrame()
    {
    }

    /// <summary>Typed: 1 to <see cref="MaxInput"/> bytes.</summary>
    public sealed record Input(ReadOnlyMemory<byte> Bytes) : TerminalFrame;

    /// <summary>Columns and rows, each 1 to <see cref="MaxCells"/>.</summary>
    public sealed record Size(short Columns, short Rows) : TerminalFrame;

    /// <summary>The frame of typed bytes; <paramref name="bytes"/> has 1 to <see cref="MaxInput"/> of them.</summary>
    public static byte[] OfInput(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes.Length, nameof(bytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, MaxInput, nameof(bytes));
        return Frame(InputKind, bytes);
    }

    /// <summary>The frame of a size.</summary>
    public static byte[] OfSize(short columns, short rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        Span<byte> body = stackalloc byte[SizeBytes];
        BinaryPrimitives.WriteInt16LittleEndian(body, columns);
        BinaryPrimitives.WriteInt16LittleEndian(body[2..], rows);
        return Frame(SizeKind, body);
    }

    /// <summary>The next frame; null where the stream ends between two.</summary>
    /// <exception cref="InvalidDataException">It is no frame, or is cut off. Nothing more can be read.</exception>
    public static TerminalFrame? Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> head = stackalloc byte[HeadBytes];
        var got = stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false);
        if (got == 0) return null;
        if (got < HeadBytes) throw new InvalidDataException("a frame is cut off");
        var length = BinaryPrimitives.ReadUInt16LittleEndian(head[1..]);
        var (least, most) = head[0] switch
        {
            InputKind => (1, MaxInput),
            SizeKind => (SizeBytes, SizeBytes),
            _ => throw new InvalidDataException($"{head[0]} is no kind of frame"),
        };
        if (length < least || length > most)
            throw new InvalidDataException($"a frame of kind {head[0]} has {length} bytes");
        var body = new byte[length];
        if (stream.ReadAtLeast(body, length, throwOnEndOfStream: false) < length)
            throw new InvalidDataException("a frame is cut off");
        if (head[0] == InputKind) return new Input(body);
        var (columns, rows) = (BinaryPrimitives.ReadInt16LittleEndian(body),
            BinaryPrimitives.ReadInt16LittleEndian(body.AsSpan(2)));
        return columns > 0 && rows > 0
            ? new Size(columns, rows)
            : throw new InvalidDataException($"{columns} by {rows} is no size");
    }

    private static byte[] Frame(byte kind, ReadOnlySpan<byte> body)
    {
        var frame = new byte[HeadBytes + body.Length];
        frame[0] = kind;
        BinaryPrimitives.WriteUInt16LittleEndian(frame.AsSpan(1), (ushort)body.Length);
        body.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }
}
