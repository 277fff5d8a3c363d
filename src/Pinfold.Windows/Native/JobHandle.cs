using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A job object.</summary>
internal sealed class JobHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
