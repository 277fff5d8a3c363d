using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>An access token.</summary>
internal sealed class TokenHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.CloseHandle(handle) != 0;
}
