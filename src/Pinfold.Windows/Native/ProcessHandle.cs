using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A process.</summary>
internal sealed class ProcessHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
