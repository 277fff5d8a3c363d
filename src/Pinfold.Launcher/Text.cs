namespace Pinfold.Launcher;

/// <summary>Text in caller's buffers: there is no heap.</summary>
internal static unsafe class Text
{
    internal static int Append(byte* buffer, int at, ReadOnlySpan<byte> text)
    {
        fixed (byte* t = text) for (int i = 0; i < text.Length; i++) buffer[at + i] = t[i];
        return at + text.Length;
    }

    internal static int AppendNumber(byte* buffer, int at, ulong value, uint radix)
    {
        byte* digits = stackalloc byte[24];
        int count = 0;
        do
        {
            digits[count++] = (byte)('0' + (value % radix));
            value /= radix;
        }
        while (value > 0);
        for (int i = 0; i < count; i++) buffer[at + i] = digits[count - 1 - i];
        return at + count;
    }

    /// <summary>/proc/self/fd/N, NUL-terminated; needs 32 bytes.</summary>
    internal static void DescriptorPath(byte* buffer, nint fd)
    {
        int length = Append(buffer, 0, "/proc/self/fd/"u8);
        length = AppendNumber(buffer, length, (ulong)fd, 10);
        buffer[length] = 0;
    }
}
