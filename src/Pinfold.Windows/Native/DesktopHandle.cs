using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A desktop (HDESK).</summary>
internal sealed class DesktopHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => User32.CloseDesktop(handle) != 0;
}
