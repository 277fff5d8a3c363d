using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A search for volumes.</summary>
internal sealed class VolumeSearchHandle() : SafeHandleMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.FindVolumeClose(handle) != 0;
}
