using System.Runtime.InteropServices;
using Pinfold.Core.Paths;

namespace Pinfold.Linux.Native;

/// <summary>A null-terminated array of C strings, for execve(2) and its kin.</summary>
internal sealed unsafe class StringVector : IDisposable
{
    private readonly int _count;

    internal StringVector(IReadOnlyList<string> strings)
    {
        _count = strings.Count;
        Pointer = (byte**)NativeMemory.AllocZeroed((nuint)(_count + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < _count; i++)
        {
            var bytes = OsText.Encode(strings[i] + "\0");
            Pointer[i] = (byte*)NativeMemory.Alloc((nuint)bytes.Length);
            bytes.CopyTo(new Span<byte>(Pointer[i], bytes.Length));
        }
    }

    internal byte** Pointer { get; }

    public void Dispose()
    {
        for (var i = 0; i < _count; i++) NativeMemory.Free(Pointer[i]);
        NativeMemory.Free(Pointer);
    }
}
