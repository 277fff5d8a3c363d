using Microsoft.Win32.SafeHandles;

namespace Pinfold.Windows.Native;

/// <summary>A pseudo-console (HPCON). Closing it ends the programs that are attached to it.</summary>
internal sealed class PseudoConsoleHandle() : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        Kernel32.ClosePseudoConsole(handle);
        return true;
    }
}
