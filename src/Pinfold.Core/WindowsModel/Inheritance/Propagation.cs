using System.Collections.Immutable;

namespace Pinfold.Core.WindowsModel.Inheritance;

/// <summary>
/// What becomes of the objects below one whose DACL or label changed, in the model and on the disk: as
/// SetNamedSecurityInfo has it (Win32, <i>Automatic Propagation of Inheritable ACEs</i>), each child keeps its own
/// entries and gets the parent's anew behind them; protected children and what is below them stay as they are. Other
/// than there, what has no DACL gets none.
/// </summary>
public static class Propagation
{
    /// <summary>
    /// Gives <paramref name="root"/> the DACL and propagates. Returns how many descriptors changed, the root's
    /// included.
    /// </summary>
    /// <param name="root">The object.</param>
    /// <param name="dacl">Its own entries and, where it inherits, those it has inherited.</param>
    /// <param name="mapping">What generic rights become.</param>
    public static int SetDacl(ISecuredNode root, Acl dacl, in GenericMapping mapping)
    {
        root.Descriptor = root.Descriptor.WithDacl(dacl);
        return 1 + Propagate(root, mapping);
    }

    /// <summary>
    /// Computes anew what the objects below <paramref name="root"/> inherit, labels included; returns how many
    /// descriptors changed. Without recursion, for trees are deep; equal descriptors become one object.
    /// </summary>
    public static int Propagate(ISecuredNode root, in GenericMapping mapping)
    {
        var changed = 0;
        var known =
            new Dictionary<(SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer), SecurityDescriptor>(
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
                    var shared = Inherit(parent, old,
                        NewObject.Of(old, child.IsContainer, mapping) with { IsShared = true });
                    if (shared != old) changed++;
                    child.Descriptor = shared;
                    continue;
                }

                if (!known.TryGetValue((parent, old, child.IsContainer), out var now))
                {
                    now = Inherit(parent, old, NewObject.Of(old, child.IsContainer, mapping));
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

    /// <summary>What <paramref name="old"/> becomes below <paramref name="parent"/>.</summary>
    private static SecurityDescriptor Inherit(SecurityDescriptor parent, SecurityDescriptor old, in NewObject child) =>
        InheritSacl(parent, InheritDacl(parent, old, child), child);

    /// <summary>
    /// The same, of the DACL; the same object when the entries stay. What has no list, whether absent or null, grants
    /// everything (MS-DTYP 2.5.3.2; WDK, <i>SECURITY_DESCRIPTOR_CONTROL</i>), and stays so: SetNamedSecurityInfo would
    /// give it the parent's entries alone, and an empty list when they go (Win32, <i>Automatic Propagation of
    /// Inheritable ACEs</i>), which takes access away and is never taken back.
    /// </summary>
    public static SecurityDescriptor InheritDacl(SecurityDescriptor parent, SecurityDescriptor old, in NewObject child)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(old);
        if (child.IsShared || old.Has(DescriptorControl.DaclProtected) || old.Dacl is null) return old;
        var entries = old.Dacl.Aces.RemoveAll(a => a.IsInherited)
            .AddRange(AceInheritance.FromParent(parent.Dacl, child));
        if (entries.AsSpan().SequenceEqual(old.Dacl.Aces.AsSpan())) return old;
        return old with
        {
            Dacl = new(entries),
            Control = old.Control | DescriptorControl.DaclPresent | DescriptorControl.DaclAutoInherited
        };
    }

    /// <summary>
    /// The same, of label and audit; the same object when the entries stay. An own label displaces one that would be
    /// inherited. Where nothing is left, the list goes, as it came. A shared object gets nothing that opens it.
    /// </summary>
    public static SecurityDescriptor InheritSacl(SecurityDescriptor parent, SecurityDescriptor old, in NewObject child)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(old);
        const DescriptorControl Inheriting = DescriptorControl.SaclPresent | DescriptorControl.SaclAutoInherited;
        if ((child.IsShared && !LabelKeeps(parent)) || old.Has(DescriptorControl.SaclProtected)) return old;
        var before = old.Sacl?.Aces ?? [];
        var own = before.RemoveAll(a => a.IsInherited);
        var isLabelled = own.Any(a => a.Type == AceType.MandatoryLabel && a.IsEffective);
        var entries = own.AddRange(
            AceInheritance.FromParent(parent.Sacl, child).Where(a => !isLabelled || a.Type != AceType.MandatoryLabel));
        if (entries.AsSpan().SequenceEqual(before.AsSpan())) return old;
        return entries.IsEmpty
            ? old with { Sacl = null, Control = old.Control & ~Inheriting }
            : old with { Sacl = new(entries), Control = old.Control | Inheriting };
    }

    /// <summary>
    /// True when what <paramref name="parent"/> passes on as a label lets no level below medium in that its absence
    /// would keep out.
    /// </summary>
    public static bool LabelKeeps(SecurityDescriptor parent)
    {
        ArgumentNullException.ThrowIfNull(parent);
        foreach (var entry in parent.Sacl?.Aces ?? [])
            if (entry.Type == AceType.MandatoryLabel && entry.Flags.HasFlag(AceFlags.ObjectInherit)
                && !Access.IntegrityCheck.KeepsBelowMedium(entry))
                return false;
        return true;
    }

    private sealed class ByReference
        : IEqualityComparer<(SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer)>
    {
        public bool Equals((SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) x,
            (SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) y) =>
            ReferenceEquals(x.Parent, y.Parent) && ReferenceEquals(x.Child, y.Child) && x.IsContainer == y.IsContainer;

        public int GetHashCode((SecurityDescriptor Parent, SecurityDescriptor Child, bool IsContainer) key) =>
            HashCode.Combine(
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Parent),
                System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Child), key.IsContainer);
    }
}
