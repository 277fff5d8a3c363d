using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>An open file, folder or pipe.</summary>
internal sealed class FileHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
