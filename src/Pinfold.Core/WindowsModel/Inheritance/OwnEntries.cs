using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// Changes to an object's own entries in the order that Windows keeps: own deny, own allow, inherited (Win32, <i>Order
/// of ACEs in a DACL</i>).
/// </summary>
public static class OwnEntries
{
    /// <summary>
    /// The list with <paramref name="entry"/>, unless an equal one is there. A null list allows everything and stays
    /// null.
    /// </summary>
    public static Acl? Add(Acl? dacl, Ace entry)
    {
        if (dacl is null || dacl.Aces.Contains(entry)) return dacl;
        var at = 0;
        if (entry.Type != AceType.Denied)
            while (at < dacl.Aces.Length && !dacl.Aces[at].IsInherited && dacl.Aces[at].Type == AceType.Denied) at++;
        return dacl with { Aces = dacl.Aces.Insert(at, entry) };
    }

    /// <summary>The list without <paramref name="entry"/>.</summary>
    public static Acl? Remove(Acl? dacl, Ace entry) =>
        dacl is null ? null : dacl with { Aces = dacl.Aces.Remove(entry) };

    /// <summary>
    /// The descriptor with <paramref name="label"/> as its only label; null takes away its own, not one that is
    /// inherited.
    /// </summary>
    public static SecurityDescriptor WithLabel(SecurityDescriptor descriptor, Ace? label)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ImmutableArray<Ace> others = [.. (descriptor.Sacl?.Aces ?? [])
            .Where(a => a.Type != AceType.MandatoryLabel || (label is null && a.IsInherited))];
        if (label is not null) return descriptor.WithSacl(new(others.Insert(0, label)));
        return others.IsEmpty
            ? descriptor with { Sacl = null,
                Control = descriptor.Control & ~(DescriptorControl.SaclPresent | DescriptorControl.SaclAutoInherited) }
            : descriptor.WithSacl(new(others));
    }
}
