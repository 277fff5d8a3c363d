using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>The integrity level of commands and roots: docs/decisions/0012.</summary>
public static class FenceLevel
{
    /// <summary>Just under medium: the user's own programs stand above it, programs of low level below.</summary>
    public const uint Rid = 0x1F00;

    /// <summary><c>S-1-16-7936</c>.</summary>
    public static Sid Sid { get; } = new(WellKnownSids.MandatoryLabelAuthority, Rid);

    /// <summary>What makes a root writable: a label that lets lower levels write.</summary>
    /// <param name="hasPolicy">
    /// False: medium without policy, so that programs in the root start as ever. True, where the system takes that for
    /// no-write-up: the fence's own level, at which they start then.
    /// </param>
    /// <param name="isContainer">True for a folder.</param>
    public static Ace RootLabel(bool hasPolicy, bool isContainer) =>
        hasPolicy
            ? Label(Sid, LabelPolicy.NoWriteUp, isContainer)
            : Label(WellKnownSids.Medium, LabelPolicy.None, isContainer);

    /// <summary>True for the label of a root, own or inherited, of either kind.</summary>
    public static bool IsOfRoot(Ace label)
    {
        ArgumentNullException.ThrowIfNull(label);
        return label.Sid == Sid || (label.Sid == WellKnownSids.Medium && IntegrityCheck.LetsWrite(Sid, label));
    }

    /// <summary>True for a label, of no root's kind, that lets commands write.</summary>
    public static bool IsLow(Ace? label) =>
        label is not null && !IsOfRoot(label) && IntegrityCheck.LetsWrite(Sid, label);

    /// <summary>A label entry.</summary>
    /// <param name="level">The level.</param>
    /// <param name="policy">What those below may not do.</param>
    /// <param name="isContainer">True for a folder: what is made in it inherits the label.</param>
    public static Ace Label(Sid level, LabelPolicy policy, bool isContainer) =>
        new(AceType.MandatoryLabel, (uint)policy, level)
        {
            Flags = isContainer ? AceFlags.ObjectInherit | AceFlags.ContainerInherit : AceFlags.None,
        };
}
