using Pinfold.Core.WindowsModel;

namespace Pinfold.Core.Planning.Windows;

/// <summary>The integrity level of commands and roots: docs/decisions/0012.</summary>
public static class FenceLevel
{
    /// <summary>Just under medium: the user's own programs stand above it, programs of low level below.</summary>
    public const uint Rid = 0x1F00;

    /// <summary><c>S-1-16-7936</c>.</summary>
    public static Sid Sid { get; } = new(WellKnownSids.MandatoryLabelAuthority, Rid);

    /// <summary>A label entry.</summary>
    /// <param name="level">The level.</param>
    /// <param name="policy">What those below may not do.</param>
    /// <param name="isContainer">True for a folder: what is made in it inherits the label.</param>
    public static Ace Label(Sid level, LabelPolicy policy, bool isContainer) => new(AceType.MandatoryLabel, (uint)policy, level)
    {
        Flags = isContainer ? AceFlags.ObjectInherit | AceFlags.ContainerInherit : AceFlags.None,
    };
}
