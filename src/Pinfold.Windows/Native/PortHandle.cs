using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>An I/O completion port.</summary>
internal sealed class PortHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
