using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// The binary form of attributes: a header, offsets from its start, and what they point at (MS-DTYP 2.4.10).
/// </summary>
internal static class AttributeCodec
{
    private const int HeaderLength = 16;

    internal static SecurityAttribute Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength)
            throw new SecurityFormatException(bytes.Length, "an attribute needs at least 16 bytes");
        var type = (AttributeType)BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        if (!Enum.IsDefined(type)) throw new SecurityFormatException(4, $"{(ushort)type} is no type of an attribute");
        if (bytes[6] != 0 || bytes[7] != 0)
            throw new SecurityFormatException(6, "reserved bytes of the attribute are not zero");
        var count = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        if (count == 0 || count > (bytes.Length - HeaderLength) / 4)
            throw new SecurityFormatException(12, $"{count} values do not fit, or are none");
        var name = ReadText(bytes, 0);
        if (name.Length == 0) throw new SecurityFormatException(0, "the attribute has no name");
        var values = ImmutableArray.CreateBuilder<object>((int)count);
        long read = 0;
        for (var i = 0; i < count; i++)
        {
            values.Add(ReadValue(bytes, HeaderLength + 4 * i, type, ref read));

            // Offsets that share bytes would make a small entry a long list. No source says what Windows makes of them:
            // refused, they make every condition that asks for a resource attribute unknown, which allows nothing.
            if (read > bytes.Length) throw new SecurityFormatException(HeaderLength + 4 * i, "values overlap");
        }

        return new(name, type, values.MoveToImmutable())
            { Flags = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) };
    }

    internal static ImmutableArray<byte> Write(SecurityAttribute attribute)
    {
        var count = attribute.Values.Length;
        var to = new List<byte>(new byte[HeaderLength + 4 * count]);
        Put(to, 0, (uint)to.Count);
        Put(to, 4, (uint)attribute.Type);
        Put(to, 8, attribute.Flags);
        Put(to, 12, (uint)count);
        AddText(to, attribute.Name);
        for (var i = 0; i < count; i++)
        {
            Pad(to);
            Put(to, HeaderLength + 4 * i, (uint)to.Count);
            AddValue(to, attribute.Values[i]);
        }

        Pad(to);
        return [.. to];
    }

    private static void AddValue(List<byte> to, object value)
    {
        Span<byte> eight = stackalloc byte[8];
        switch (value)
        {
            case string text:
                AddText(to, text);
                return;
            case Sid sid:
                AddOctets(to, sid.ToBytes());
                return;
            case ImmutableArray<byte> octets:
                AddOctets(to, octets.AsSpan());
                return;
            case ulong number:
                BinaryPrimitives.WriteUInt64LittleEndian(eight, number);
                break;
            case bool flag:
                eight[0] = flag ? (byte)1 : (byte)0;
                break;
            default:
                BinaryPrimitives.WriteInt64LittleEndian(eight, (long)value);
                break;
        }

        to.AddRange(eight);
    }

    private static object ReadValue(ReadOnlySpan<byte> bytes, int field, AttributeType type, ref long read)
    {
        if (type == AttributeType.Text)
        {
            var text = ReadText(bytes, field);
            read += 2 * text.Length + 2;
            return text;
        }

        if (type is AttributeType.Sid or AttributeType.Octets)
        {
            var at = Offset(bytes, field, 4);
            var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
            if (length > bytes.Length - at - 4)
                throw new SecurityFormatException(at, $"a value claims to have {length} bytes");
            read += 4 + length;
            if (type == AttributeType.Octets) return ImmutableArray.Create(bytes.Slice(at + 4, (int)length));
            var sid = Sid.ReadAt(bytes, at + 4, at + 4 + (int)length);
            return sid.BinaryLength == length
                ? sid
                : throw new SecurityFormatException(at, "the SID's length is wrong");
        }

        read += 8;
        var number = BinaryPrimitives.ReadInt64LittleEndian(bytes[Offset(bytes, field, 8)..]);
        if (type == AttributeType.Boolean)
            return number is 0 or 1
                ? number == 1
                : throw new SecurityFormatException(field, "a boolean is neither 0 nor 1");
        return type == AttributeType.UInt64 ? (ulong)number : number;
    }

    /// <summary>Text of 16-bit units that a zero ends.</summary>
    private static string ReadText(ReadOnlySpan<byte> bytes, int field)
    {
        var at = Offset(bytes, field, 2);
        return Utf16.ReadTerminated(bytes[at..]) ?? throw new SecurityFormatException(at, "a string does not end");
    }

    private static int Offset(ReadOnlySpan<byte> bytes, int field, int size)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(bytes[field..]);
        if (offset < HeaderLength) throw new SecurityFormatException(field, "an offset points into the header");
        return offset <= bytes.Length - size
            ? (int)offset
            : throw new SecurityFormatException(field, "an offset points past the end");
    }

    private static void AddText(List<byte> to, string text)
    {
        to.AddRange(Utf16.Write(text));
        to.AddRange([0, 0]);
    }

    private static void AddOctets(List<byte> to, ReadOnlySpan<byte> octets)
    {
        to.AddRange(new byte[4]);
        Put(to, to.Count - 4, (uint)octets.Length);
        to.AddRange(octets);
    }

    private static void Put(List<byte> to, int at, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(CollectionsMarshal.AsSpan(to)[at..], value);

    private static void Pad(List<byte> to)
    {
        while (to.Count % 4 != 0) to.Add(0);
    }
}
