using System.Buffers.Binary;

namespace Pinfold.Core.WindowsModel.Conditions;

/// <summary>
/// Text as Windows stores it: 16-bit units, lower byte first, halves of surrogate pairs among them. An encoding would
/// replace those.
/// </summary>
internal static class Utf16
{
    internal static byte[] Write(string text)
    {
        var bytes = new byte[2 * text.Length];
        for (var i = 0; i < text.Length; i++) BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2 * i), text[i]);
        return bytes;
    }

    /// <summary>The units in <paramref name="bytes"/>, of which there is an even number.</summary>
    internal static string Read(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length / 2];
        for (var i = 0; i < text.Length; i++) text[i] = (char)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]);
        return new(text);
    }

    /// <summary>The units up to the first zero, or null when there is none.</summary>
    internal static string? ReadTerminated(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at + 2 <= bytes.Length; at += 2)
            if (bytes[at] == 0 && bytes[at + 1] == 0) return Read(bytes[..at]);
        return null;
    }
}
