using Microsoft.Win32.SafeHandles;

namespace Pinfold.Linux.Native;

/// <summary>An owned file descriptor.</summary>
internal sealed unsafe class Descriptor : SafeHandleMinusOneIsInvalid
{
    internal Descriptor(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for calls that do not outlive this object. A closed one is another file's by now.</summary>
    internal int Number => IsClosed ? throw new ObjectDisposedException(nameof(Descriptor)) : (int)handle;

    /// <summary>A pipe (pipe2(2)), closed by execve(2).</summary>
    internal static (Descriptor Read, Descriptor Write) Pipe(int flags = 0)
    {
        var pair = stackalloc int[2];
        LinuxException.Check(Libc.Pipe2(pair, Libc.O_CLOEXEC | flags), "pipe2");
        return (new(pair[0]), new(pair[1]));
    }

    /// <summary>A file in memory (memfd_create(2)), at its end.</summary>
    /// <param name="name">With its NUL.</param>
    /// <param name="bytes">What is in it.</param>
    internal static Descriptor InMemory(ReadOnlySpan<byte> name, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* text = name)
        {
            var file = new Descriptor(LinuxException.Check(Libc.MemfdCreate(text, Libc.MFD_CLOEXEC), "memfd_create"));
            file.WriteAll(bytes, "a file in memory");
            return file;
        }
    }

    /// <summary>Writes all of it.</summary>
    internal void WriteAll(ReadOnlySpan<byte> bytes, string subject)
    {
        fixed (byte* data = bytes)
            for (nint done = 0; done < bytes.Length;)
                done += LinuxException.Check(Libc.Write(Number, data + done, bytes.Length - done), "write", subject);
    }

    /// <summary>A file's bytes, wherever its descriptor stands.</summary>
    /// <remarks>Without the lock that the framework takes when it opens a file itself.</remarks>
    internal byte[] ReadAll(int most = int.MaxValue)
    {
        using var file = new SafeFileHandle(Number, ownsHandle: false);
        var bytes = new byte[Math.Min(RandomAccess.GetLength(file), most)];
        var read = 0;
        for (int got; read < bytes.Length && (got = RandomAccess.Read(file, bytes.AsSpan(read), read)) > 0;)
            read += got;
        return bytes[..read];
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
