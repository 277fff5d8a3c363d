using Microsoft.Win32.SafeHandles;

namespace Pinfold.Linux.Native;

/// <summary>An owned file descriptor.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    internal Descriptor(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for calls that do not outlive this object. A closed one is another file's by now.</summary>
    internal int Number => IsClosed ? throw new ObjectDisposedException(nameof(Descriptor)) : (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
