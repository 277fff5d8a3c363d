using Microsoft.Win32.SafeHandles;

namespace Pinfold.Linux.Native;

/// <summary>An owned file descriptor.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    internal Descriptor(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    /// <summary>The number, for calls that do not outlive this object.</summary>
    internal int Number => (int)handle;

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
