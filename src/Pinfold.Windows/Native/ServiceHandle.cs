using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A service, or the service manager.</summary>
internal sealed class ServiceHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Advapi32.CloseServiceHandle(handle) != 0;
}
