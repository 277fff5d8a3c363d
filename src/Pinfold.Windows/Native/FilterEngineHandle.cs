using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A session with the Windows Filtering Platform.</summary>
internal sealed class FilterEngineHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Fwpuclnt.Close(handle) == 0;
}
