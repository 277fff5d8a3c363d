using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A thread.</summary>
internal sealed class ThreadHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
