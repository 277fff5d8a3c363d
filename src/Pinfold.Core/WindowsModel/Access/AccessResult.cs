using System.Runtime.InteropServices;

namespace Pinfold.Core.WindowsModel.Access;

/// <summary>What a check says.</summary>
/// <param name="Status">Granted or why not.</param>
/// <param name="Granted">The rights; none when it was refused.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AccessResult(AccessStatus Status, AccessMask Granted)
{
    /// <summary>True when the request was granted.</summary>
    public bool IsGranted => Status == AccessStatus.Granted;
}
