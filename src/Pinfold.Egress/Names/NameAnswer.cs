using System.Buffers.Binary;
using System.Net;

namespace Pinfold.Egress.Names;

/// <summary>Answers of the sandbox's name server.</summary>
internal static class NameAnswer
{
    internal const int NoError = 0, ServerFailure = 2, NoSuchName = 3;
    private const int Seconds = 300;

    /// <summary>The question again, with at most one address.</summary>
    internal static byte[] Write(ReadOnlySpan<byte> message, NameQuery query, int code, IPAddress? address)
    {
        var data = address?.GetAddressBytes() ?? [];
        var answer = new byte[query.QuestionEnd + (data.Length > 0 ? 12 + data.Length : 0)];
        message[..query.QuestionEnd].CopyTo(answer);
        answer.AsSpan(6, 6).Clear();
        answer[2] = (byte)(0x84 | (message[2] & 1)); // an answer, with authority; recursion as it was asked for
        answer[3] = (byte)(0x80 | code);
        if (data.Length == 0) return answer;
        answer[7] = 1;
        var record = answer.AsSpan(query.QuestionEnd);
        BinaryPrimitives.WriteUInt16BigEndian(record, 0xC000 | NameQuery.HeaderBytes);
        BinaryPrimitives.WriteUInt16BigEndian(record[2..], (ushort)(data.Length == 4 ? NameQuery.A : NameQuery.Aaaa));
        BinaryPrimitives.WriteUInt16BigEndian(record[4..], 1);
        BinaryPrimitives.WriteInt32BigEndian(record[6..], Seconds);
        BinaryPrimitives.WriteUInt16BigEndian(record[10..], (ushort)data.Length);
        data.CopyTo(record[12..]);
        return answer;
    }
}
