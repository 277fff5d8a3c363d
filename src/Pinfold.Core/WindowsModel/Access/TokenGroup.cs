namespace Pinfold.Core.WindowsModel.Access;

/// <summary>A group, or a capability, in a token.</summary>
/// <param name="Sid">The group.</param>
/// <param name="Attributes">How it is held.</param>
public sealed record TokenGroup(Sid Sid, GroupAttributes Attributes = GroupAttributes.Default)
{
    /// <summary>True when it matches entries that allow.</summary>
    public bool IsEnabled => Attributes.HasFlag(GroupAttributes.Enabled) && !IsDenyOnly;

    /// <summary>True when it matches entries that deny, and no others.</summary>
    public bool IsDenyOnly => Attributes.HasFlag(GroupAttributes.UseForDenyOnly);
}
