using System.Buffers.Binary;

namespace Pinfold.Core.Protocol;

/// <summary>
/// The eight bytes before a record's body: length of the body u32, version u16, kind u16, little-endian.
/// </summary>
/// <param name="Kind">What the record is.</param>
/// <param name="Length">Bytes of the body that follows.</param>
public sealed record BrokerHeader(BrokerKind Kind, int Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Bytes = 8;

    /// <summary>The version that this program speaks.</summary>
    public const ushort Version = 1;

    /// <summary>The longest body: a launch plan of the launcher's own limit.</summary>
    public const int MaxBody = (8 << 20) + LaunchBody.HeadBytes;

    private const int MaxText = 4096;

    /// <summary>
    /// The longest body that a record of <paramref name="kind"/> may have; -1 when there is no such kind.
    /// </summary>
    public static int LimitOf(BrokerKind kind) => kind switch
    {
        BrokerKind.Status or BrokerKind.Repair or BrokerKind.Release or BrokerKind.Done => 0,
        BrokerKind.Launch => MaxBody,
        BrokerKind.Standing => BrokerStatus.MaxBytes,
        BrokerKind.Refused => MaxText,
        BrokerKind.Started => sizeof(uint),
        BrokerKind.Ended => LaunchEnding.MaxBytes,
        _ => -1,
    };

    /// <summary>True for what a client may send.</summary>
    public bool IsRequest => Kind is BrokerKind.Status or BrokerKind.Launch or BrokerKind.Repair or BrokerKind.Release;

    /// <summary>
    /// Reads a header; null with the reason when it is none, or not of this version, or its body would be too long.
    /// </summary>
    public static BrokerHeader? Read(ReadOnlySpan<byte> bytes, out string reason)
    {
        reason = "";
        if (bytes.Length != Bytes) reason = "a record begins with eight bytes";
        else if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]) is var version && version != Version)
            reason = $"version {version} is spoken there and version {Version} here: run 'sudo pinfold setup' again, so that both are of one release";
        if (reason.Length > 0) return null;
        var kind = (BrokerKind)BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var limit = LimitOf(kind);
        if (limit < 0) reason = $"there is no record of kind {(ushort)kind}";
        else if (length > (uint)limit) reason = $"a record of kind {kind} has at most {limit} bytes, not {length}";
        return reason.Length == 0 ? new(kind, (int)length) : null;
    }

    /// <summary>A whole record.</summary>
    public static byte[] Record(BrokerKind kind, ReadOnlySpan<byte> body)
    {
        if (body.Length > LimitOf(kind))
            throw new ArgumentException($"{body.Length} bytes are too long for a record of kind {kind}", nameof(body));
        var record = new byte[Bytes + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(record, body.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), Version);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)kind);
        body.CopyTo(record.AsSpan(Bytes));
        return record;
    }

    /// <summary>A refusal; a text that is too long is cut.</summary>
    public static byte[] Refusal(string reason)
    {
        var text = System.Text.Encoding.UTF8.GetBytes(reason);
        return Record(BrokerKind.Refused, text.AsSpan(0, Math.Min(text.Length, MaxText)));
    }
}
