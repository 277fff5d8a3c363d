using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A window station (HWINSTA).</summary>
internal sealed class WindowStationHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => User32.CloseWindowStation(handle) != 0;
}
