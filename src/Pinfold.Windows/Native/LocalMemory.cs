using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>Memory that a function allocated with LocalAlloc.</summary>
internal sealed class LocalMemory() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Kernel32.LocalFree(handle) == 0;
}
