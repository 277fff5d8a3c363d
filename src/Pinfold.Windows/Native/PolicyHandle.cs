using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>The local security policy.</summary>
internal sealed class PolicyHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Advapi32.LsaClose(handle) == 0;
}
