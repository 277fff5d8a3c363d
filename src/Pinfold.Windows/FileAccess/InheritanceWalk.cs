using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Brings what lies below a folder in line with what the folder passes on, as SetNamedSecurityInfo would, but by handle, with progress,
/// so that it can be killed and done again, and so that one bad path costs that path alone. What is right already is not written.
/// </summary>
/// <param name="store">The files.</param>
/// <param name="access">Which list: the DACL or the label.</param>
/// <param name="progress">Told the number of items looked at, now and then.</param>
internal sealed class InheritanceWalk(ISecurityStore store, ItemAccess access, IProgress<long>? progress)
{
    private const int Every = 1000;
    private readonly ImmutableArray<PathFault>.Builder _faults = ImmutableArray.CreateBuilder<PathFault>();
    private long _seen;

    /// <summary>Walks. The faults name what could not be brought in line.</summary>
    internal ImmutableArray<PathFault> Run(ISecuredItem root)
    {
        var open = new Stack<(string Path, SecurityDescriptor Descriptor)>();
        open.Push((root.Path, root.Read()));
        while (open.TryPop(out var folder))
        {
            foreach (var path in ChildrenOf(folder.Path))
            {
                if (++_seen % Every == 0) progress?.Report(_seen);
                if (Visit(path, folder.Descriptor) is { } descriptor) open.Push((path, descriptor));
            }
        }

        progress?.Report(_seen);
        return _faults.DrainToImmutable();
    }

    /// <summary>What <paramref name="old"/> becomes below <paramref name="parent"/>; the same object when nothing changes.</summary>
    internal static SecurityDescriptor Inherit(SecurityDescriptor parent, SecurityDescriptor old, bool isFolder, ItemAccess access)
    {
        var child = new NewObject(isFolder, SecurableType.File.Mapping, old.Owner ?? WellKnownSids.CreatorOwner, old.Group ?? WellKnownSids.CreatorGroup);
        return access == ItemAccess.WriteDacl ? InheritDacl(parent, old, child) : InheritLabel(parent, old, child);
    }

    private static SecurityDescriptor InheritDacl(SecurityDescriptor parent, SecurityDescriptor old, in NewObject child)
    {
        if (old.Has(DescriptorControl.DaclProtected) || old.Dacl is null) return old; // a null list allows everything already
        ImmutableArray<Ace> own = [.. old.Dacl.Aces.Where(a => !a.IsInherited)];
        var dacl = new Acl(own.AddRange(AceInheritance.FromParent(parent.Dacl, child)));
        return dacl.Equals(old.Dacl) ? old : old.WithDacl(dacl) with { Control = old.Control | DescriptorControl.DaclPresent | DescriptorControl.DaclAutoInherited };
    }

    private static SecurityDescriptor InheritLabel(SecurityDescriptor parent, SecurityDescriptor old, in NewObject child)
    {
        var labels = (old.Sacl?.Aces ?? []).Where(a => a.Type == AceType.MandatoryLabel).ToArray();
        if (old.Has(DescriptorControl.SaclProtected) || labels.Any(a => !a.IsInherited)) return old; // its own label stays
        Ace[] now = [.. AceInheritance.FromParent(parent.Sacl, child).Where(a => a.Type == AceType.MandatoryLabel)];
        if (labels.AsSpan().SequenceEqual(now)) return old;
        var others = (old.Sacl?.Aces ?? []).Where(a => a.Type != AceType.MandatoryLabel);
        ImmutableArray<Ace> all = [.. now, .. others];
        return all.IsEmpty
            ? old with { Sacl = null, Control = old.Control & ~(DescriptorControl.SaclPresent | DescriptorControl.SaclAutoInherited) }
            : old.WithSacl(new(all)) with { Control = old.Control | DescriptorControl.SaclPresent | DescriptorControl.SaclAutoInherited };
    }

    /// <summary>The descriptor to pass on when <paramref name="path"/> is a folder to go into.</summary>
    private SecurityDescriptor? Visit(string path, SecurityDescriptor parent)
    {
        try
        {
            using var item = store.Open(path, ItemAccess.Read);
            if (item is null || item.IsLink) return null;

            // A file with other names may be part of something outside: it is kept from lower levels, and never opened to them.
            if (!item.IsFolder && item.Links > 1 && (access == ItemAccess.WriteDacl || !Propagation.LabelKeeps(parent))) return null;
            var old = item.Read();
            var now = Inherit(parent, old, item.IsFolder, access);
            if (!ReferenceEquals(now, old)) Write(item, now);
            return item.IsFolder ? now : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityFormatException)
        {
            _faults.Add(new(path, e.Message));
            return null;
        }
    }

    private void Write(ISecuredItem seen, SecurityDescriptor now)
    {
        using var item = store.Open(seen.Path, access) ?? throw new FileNotFoundException("it was removed meanwhile");
        if (item.Identity != seen.Identity) throw new IOException("another file took its name meanwhile");
        if (access == ItemAccess.WriteDacl) item.WriteDacl(now);
        else item.WriteLabel(now);
    }

    private List<string> ChildrenOf(string folder)
    {
        try
        {
            using var item = store.Open(folder, ItemAccess.Read);
            return item is null ? [] : [.. store.Children(item)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(new(folder, e.Message));
            return [];
        }
    }
}
