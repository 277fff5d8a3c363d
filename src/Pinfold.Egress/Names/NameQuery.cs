using System.Buffers.Binary;
using System.Text;

namespace Pinfold.Egress.Names;

/// <summary>A question to a name server (RFC 1035, 4.1).</summary>
/// <param name="Name">Lower case, without a final dot; empty for the root, and where a label has a character that host
/// names have not.</param>
/// <param name="Type">1 is A, 28 is AAAA.</param>
/// <param name="QuestionEnd">Where the question ends in the message.</param>
internal sealed record NameQuery(string Name, int Type, int QuestionEnd)
{
    internal const int A = 1, Pointer = 12, Aaaa = 28, HeaderBytes = 12;

    /// <summary>Null when <paramref name="message"/> is no plain question: it is not answered.</summary>
    internal static NameQuery? Parse(ReadOnlySpan<byte> message)
    {
        if (message.Length < HeaderBytes) return null;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(message[2..]);
        // an answer, or another operation
        if ((flags & 0xF800) != 0 || BinaryPrimitives.ReadUInt16BigEndian(message[4..]) != 1) return null;
        if (BinaryPrimitives.ReadUInt32BigEndian(message[6..]) != 0) return null;
        var name = new StringBuilder();
        var plain = true;
        var at = HeaderBytes;
        while (true)
        {
            if (at >= message.Length) return null;
            int length = message[at++];
            if (length == 0) break;
            // a pointer has nothing to point at
            if (length > 63 || at + length >= message.Length || at + length - HeaderBytes > 254) return null;
            if (name.Length > 0) name.Append('.');
            foreach (var b in message.Slice(at, length))
            {
                plain &= char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';
                name.Append(char.ToLowerInvariant((char)b));
            }

            at += length;
        }

        // not of the Internet
        if (at + 4 > message.Length || BinaryPrimitives.ReadUInt16BigEndian(message[(at + 2)..]) != 1) return null;
        return new(plain ? name.ToString() : "", BinaryPrimitives.ReadUInt16BigEndian(message[at..]), at + 4);
    }
}
