using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Protocol;

/// <summary>
/// Takes the parts of a launch off its bytes. After the first part that is not there or too long it gives zeros and
/// says so.
/// </summary>
internal ref struct LaunchReader(ReadOnlySpan<byte> body)
{
    private const int MaxPath = 32_767;
    private ReadOnlySpan<byte> _rest = body;

    internal bool IsWhole { get; private set; } = true;

    internal string? Fault { get; private set; }

    internal readonly bool IsAtEnd => _rest.IsEmpty;

    internal byte Byte() => Take(1) is { IsEmpty: false } one ? one[0] : (byte)0;

    internal uint Number() => Take(4) is { IsEmpty: false } four ? BinaryPrimitives.ReadUInt32LittleEndian(four) : 0;

    internal ulong Long() => Take(8) is { IsEmpty: false } eight ? BinaryPrimitives.ReadUInt64LittleEndian(eight) : 0;

    internal int Count(int most)
    {
        var count = Number();
        if (count <= most) return (int)count;
        Fail(null);
        return 0;
    }

    /// <summary>UTF-16, which may have halves of pairs as Windows' names do, without NUL.</summary>
    internal string Text(int most)
    {
        var text = new string(MemoryMarshal.Cast<byte, char>(Take(2 * Count(most))));
        if (text.Contains('\0', StringComparison.Ordinal)) Fail("a text has a NUL character");
        return text;
    }

    internal CanonicalPath Path()
    {
        var text = Text(MaxPath);
        if (!IsWhole) return CanonicalPath.Root;
        if (WindowsPath.TryParse(text, out var path, out var error) && WindowsPath.IsOnDrive(path)) return path;
        Fail($"a path {error ?? "is on no drive"}");
        return CanonicalPath.Root;
    }

    internal ImmutableArray<LaunchFolder> Folders(int most)
    {
        var folders = ImmutableArray.CreateBuilder<LaunchFolder>();
        for (var left = Count(most); left > 0 && IsWhole; left--)
        {
            var path = Path();
            var identity = Take(LaunchFolder.IdentityBytes);
            if (IsWhole)
                folders.Add(new(path, BinaryPrimitives.ReadUInt64LittleEndian(identity),
                    BinaryPrimitives.ReadUInt128LittleEndian(identity[8..])));
        }

        return folders.ToImmutable();
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (!IsWhole || _rest.Length < count)
        {
            Fail(null);
            return [];
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private void Fail(string? why)
    {
        if (IsWhole) Fault = why;
        IsWhole = false;
    }
}
