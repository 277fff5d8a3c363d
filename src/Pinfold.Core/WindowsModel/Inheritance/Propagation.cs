using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// What SetNamedSecurityInfo and TreeSetNamedSecurityInfo do below an object whose DACL changed (Win32, <i>Automatic Propagation of
/// Inheritable ACEs</i>): each child keeps its own entries and gets the parent's anew behind them; protected children and what is below
/// them stay as they are.
/// </summary>
public static class Propagation
{
    /// <summary>Gives <paramref name="root"/> the DACL and propagates. Returns how many descriptors changed, the root's included.</summary>
    /// <param name="root">The object.</param>
    /// <param name="dacl">Its own entries and, where it inherits, those it has inherited.</param>
    /// <param name="mapping">What generic rights become.</param>
    public static int SetDacl(ISecuredNode root, Acl dacl, in GenericMapping mapping)
    {
        root.Descriptor = root.Descriptor.WithDacl(dacl);
        return 1 + Propagate(root, mapping);
    }

    /// <summary>
    /// Computes anew what the objects below <paramref name="root"/> inherit, labels included; returns how many descriptors changed. Without
    /// recursion, for trees are deep; equal descriptors become one object.
    /// </summary>
    public static int Propagate(ISecuredNode root, in GenericMapping mapping)
    {
        var changed = 0;
        var known = new Dictionary<(SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer), SecurityDescriptor>(
            new ByReference());
        var unique = new Dictionary<SecurityDescriptor, SecurityDescriptor>();
        var open = new Stack<ISecuredNode>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            var parent = node.Descriptor;
            foreach (var child in node.Children)
            {
                var old = child.Descriptor;
                if (child.IsShared)
                {
                    var shared = InheritShared(parent, old, mapping);
                    if (!ReferenceEquals(shared, old)) changed++;
                    child.Descriptor = shared;
                    continue;
                }

                if (!known.TryGetValue((parent, old, child.IsContainer), out var now))
                {
                    now = Inherit(parent, old, child.IsContainer, mapping);
                    if (now == old) now = old;
                    else if (!unique.TryAdd(now, now)) now = unique[now];
                    known.Add((parent, old, child.IsContainer), now);
                }

                if (!ReferenceEquals(now, old)) changed++;
                child.Descriptor = now;
                if (child.IsContainer) open.Push(child);
            }
        }

        return changed;
    }

    private static SecurityDescriptor Inherit(SecurityDescriptor parent, SecurityDescriptor old, bool isContainer,
        in GenericMapping mapping)
    {
        var child = new NewObject(isContainer, mapping, old.Owner ?? WellKnownSids.CreatorOwner, old.Group ?? WellKnownSids.CreatorGroup);
        return InheritSacl(parent.Sacl, InheritDacl(parent.Dacl, old, child), child);
    }

    /// <summary>
    /// A file with several names may be part of something outside: nothing that opens it is passed on. A label that keeps it from lower
    /// levels is, for it keeps all its names.
    /// </summary>
    private static SecurityDescriptor InheritShared(SecurityDescriptor parent, SecurityDescriptor old, in GenericMapping mapping)
    {
        if (!LabelKeeps(parent)) return old;
        var now = InheritSacl(parent.Sacl, old, new NewObject(IsContainer: false, mapping, old.Owner ?? WellKnownSids.CreatorOwner, old.Group ?? WellKnownSids.CreatorGroup));
        return now == old ? old : now;
    }

    /// <summary>True when what <paramref name="parent"/> passes on as a label lets no level below medium in that its absence would keep out.</summary>
    public static bool LabelKeeps(SecurityDescriptor parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        foreach (var entry in parent.Sacl?.Aces ?? [])
            if (entry.Type == AceType.MandatoryLabel && entry.Flags.HasFlag(AceFlags.ObjectInherit) && !Access.IntegrityCheck.Dominates(entry.Sid, WellKnownSids.Medium)) return false;
        return true;
    }

    private static SecurityDescriptor InheritDacl(Acl? parent, SecurityDescriptor old, in NewObject child)
    {
        // A null DACL allows everything already; adding an entry would take away.
        if (old.Has(DescriptorControl.DaclProtected) || old.Has(DescriptorControl.DaclPresent) && old.Dacl is null) return old;
        ImmutableArray<Ace> own = [.. (old.Dacl?.Aces ?? []).Where(a => !a.IsInherited)];
        var dacl = new Acl(own.AddRange(AceInheritance.FromParent(parent, child)));
        return old with { Dacl = dacl, Control = old.Control | DescriptorControl.DaclPresent | DescriptorControl.DaclAutoInherited };
    }

    /// <summary>An own label displaces one that would be inherited. Where nothing is left, the list goes, as it came.</summary>
    private static SecurityDescriptor InheritSacl(Acl? parent, SecurityDescriptor old, in NewObject child)
    {
        const DescriptorControl Inheriting = DescriptorControl.SaclPresent | DescriptorControl.SaclAutoInherited;
        if (old.Has(DescriptorControl.SaclProtected) || parent is null && old.Sacl is null) return old;
        ImmutableArray<Ace> own = [.. (old.Sacl?.Aces ?? []).Where(a => !a.IsInherited)];
        var isLabelled = own.Any(a => a.Type == AceType.MandatoryLabel && a.IsEffective);
        ImmutableArray<Ace> inherited = [.. AceInheritance.FromParent(parent, child)
            .Where(a => !isLabelled || a.Type != AceType.MandatoryLabel)];
        if (inherited.IsEmpty && own.Length == (old.Sacl?.Aces.Length ?? 0)) return old;
        return own.IsEmpty && inherited.IsEmpty
            ? old with { Sacl = null, Control = old.Control & ~Inheriting }
            : old with { Sacl = new(own.AddRange(inherited)), Control = old.Control | Inheriting };
    }

    private sealed class ByReference : IEqualityComparer<(SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer)>
    {
        public bool Equals((SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) x,
            (SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) y) =>
            ReferenceEquals(x.Parent, y.Parent) && ReferenceEquals(x.Child, y.Child) && x.IsContainer == y.IsContainer;

        public int GetHashCode((SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) key) => HashCode.Combine(
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Parent),
            System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Child), key.IsContainer);
    }
}
