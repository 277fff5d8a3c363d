namespace Pinfold.Core.WindowsModel.Access;

/// <summary>The mandatory integrity check (MS-DTYP 2.5.3.3).</summary>
public static class IntegrityCheck
{
    // Standard rights by class: read, write, execute (see GenericMapping.WriteClass).
    private static readonly AccessMask StandardWrite =
        AccessMask.Delete | AccessMask.WriteDac | AccessMask.WriteOwner | AccessMask.AccessSystemSecurity;

    private static readonly Sid BelowMedium = new(WellKnownSids.MandatoryLabelAuthority,
        WellKnownSids.Medium.SubAuthorities[0] - 1);

    /// <summary>
    /// The rights that the label leaves to <paramref name="token"/>. Everything when its level is the object's or
    /// above. Else, for each class that the label's policy blocks, the rights that no other class has are gone; rights
    /// of no class, as FILE_DELETE_CHILD, go with writing. That policy bits decide one by one is how NtObjectManager's
    /// GetAllowedMandatoryAccess has it; MS-DTYP's pseudocode never lets a lower level write, not even under a label
    /// without no-write-up.
    /// </summary>
    public static AccessMask Allowed(Token token, SecurityDescriptor descriptor, in GenericMapping mapping)
    {
        if ((token.MandatoryPolicy & MandatoryPolicy.NoWriteUp) == MandatoryPolicy.Off) return ~AccessMask.None;
        var label = descriptor.MandatoryLabel;
        var level = label?.Sid ?? WellKnownSids.Medium;
        if (Dominates(token.IntegrityLevel, level)) return ~AccessMask.None;

        // An AppContainer is of a low level; objects up to medium are guarded by its own pass instead.
        if (token.IsAppContainer && Dominates(WellKnownSids.Medium, level)) return ~AccessMask.None;
        var policy = label is null ? LabelPolicy.NoWriteUp : (LabelPolicy)label.Mask.Value;
        var allowed = Left(policy & (LabelPolicy.NoWriteUp | LabelPolicy.NoReadUp | LabelPolicy.NoExecuteUp), mapping);
        return token.HasEnabled(Privileges.Relabel) ? allowed | AccessMask.WriteOwner : allowed;
    }

    /// <summary>
    /// True when <paramref name="label"/>, or that there is none, leaves writing to subjects of
    /// <paramref name="level"/>: they are not below it, or its policy lets those below write. Whoever asks whether a
    /// label lets somebody in asks here, never its level alone.
    /// </summary>
    public static bool LetsWrite(Sid level, Ace? label) => Dominates(level, label?.Sid ?? WellKnownSids.Medium)
        || (label is not null && ((LabelPolicy)label.Mask.Value & LabelPolicy.NoWriteUp) == LabelPolicy.None);

    /// <summary>True when the label, or that there is none, keeps every level below medium from writing.</summary>
    public static bool KeepsBelowMedium(Ace? label) => !LetsWrite(BelowMedium, label);

    /// <summary>
    /// True when the level <paramref name="left"/> is <paramref name="right"/> or above (MS-DTYP 2.5.3.1.2).
    /// </summary>
    public static bool Dominates(Sid left, Sid right) => left.Equals(right) || Level(left) >= Level(right);

    private static long Level(Sid sid) =>
        sid.Authority == WellKnownSids.MandatoryLabelAuthority && sid.SubAuthorities.Length > 0
            ? sid.SubAuthorities[0]
            : -1;

    private static AccessMask Left(LabelPolicy policy, in GenericMapping mapping)
    {
        if (policy == LabelPolicy.None) return ~AccessMask.None;
        var read = mapping.Read | AccessMask.ReadControl;
        var write = mapping.Write | StandardWrite;
        var execute = mapping.Execute.Without(mapping.Read) | AccessMask.Synchronize;
        AccessMask blocked = 0, open = 0;
        Sort(LabelPolicy.NoReadUp, read);
        Sort(LabelPolicy.NoWriteUp, write);
        Sort(LabelPolicy.NoExecuteUp, execute);
        var start = read | execute | mapping.Execute;
        if ((policy & LabelPolicy.NoWriteUp) == LabelPolicy.None) start |= mapping.All | StandardWrite;
        return start.Without(blocked.Without(open));

        void Sort(LabelPolicy bit, AccessMask rights)
        {
            if ((policy & bit) != LabelPolicy.None) blocked |= rights;
            else open |= rights;
        }
    }
}
