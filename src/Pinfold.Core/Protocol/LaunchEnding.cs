using System.Buffers.Binary;
using System.Text;

namespace Pinfold.Core.Protocol;

/// <summary>The body of <see cref="BrokerKind.Ended"/>: what became of a command on Windows.</summary>
/// <param name="Outcome">How it ended; the numbers are those of the backend's <c>LaunchOutcome</c>.</param>
/// <param name="Status">All 32 bits of its status.</param>
/// <param name="Failure">Why nothing ran; empty when something did.</param>
public sealed record LaunchEnding(byte Outcome, int Status, string Failure)
{
    /// <summary>The longest form in bytes.</summary>
    internal const int MaxBytes = HeadBytes + 4096;

    private const byte MaxOutcome = 4;
    private const int HeadBytes = 5;

    /// <summary>The bytes of it; a text that is too long is cut.</summary>
    public byte[] Write()
    {
        var text = Encoding.UTF8.GetBytes(Failure);
        var bytes = new byte[Math.Min(HeadBytes + text.Length, MaxBytes)];
        bytes[0] = Outcome;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(1), Status);
        text.AsSpan(0, bytes.Length - HeadBytes).CopyTo(bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <summary>Null when <paramref name="body"/> is none.</summary>
    public static LaunchEnding? Read(ReadOnlySpan<byte> body) =>
        body.Length is < HeadBytes or > MaxBytes || body[0] > MaxOutcome
            ? null
            : new(body[0], BinaryPrimitives.ReadInt32LittleEndian(body[1..]),
                Encoding.UTF8.GetString(body[HeadBytes..]));
}
