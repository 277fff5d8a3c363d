using System.Collections.Immutable;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Brings what lies below a folder in line with what the folder passes on, as SetNamedSecurityInfo would, but by
/// handle, with progress, so that it can be killed and done again, and so that one bad path costs that path alone. What
/// is right already is not written.
/// </summary>
/// <param name="store">The files.</param>
/// <param name="access">Which list: the DACL or the label.</param>
/// <param name="progress">Told the number of items looked at, now and then.</param>
/// <param name="keeps">True where the folder is kept from commands: what stays open to them below it is told
/// (<see cref="Open"/>).</param>
internal sealed class InheritanceWalk(ISecurityStore store, ItemAccess access, IProgress<long>? progress,
    bool keeps = false)
{
    private const int Every = 1000;
    private readonly ImmutableArray<PathFault>.Builder _faults = ImmutableArray.CreateBuilder<PathFault>(),
        _open = ImmutableArray.CreateBuilder<PathFault>();
    private long _seen;

    /// <summary>What stays open to commands in a folder that is kept, and no walk can close.</summary>
    internal ImmutableArray<PathFault> Open => _open.ToImmutable();

    /// <summary>Walks. The faults name what could not be brought in line.</summary>
    internal ImmutableArray<PathFault> Run(ISecuredItem root)
    {
        var open = new Stack<Passing>();
        open.Push(new(root.Path, root.Identity, root.Read()));
        while (open.TryPop(out var folder))
        {
            foreach (var path in ChildrenOf(folder))
            {
                if (++_seen % Every == 0) progress?.Report(_seen);
                if (Visit(path, folder.Descriptor) is { } below) open.Push(below);
            }
        }

        progress?.Report(_seen);
        return _faults.DrainToImmutable();
    }

    /// <summary>
    /// Walks, the nearest first, and no further than <paramref name="most"/> items: a folder that holds more than are
    /// left is not looked into.
    /// </summary>
    /// <param name="root">The folder.</param>
    /// <param name="most">How many items.</param>
    /// <param name="isWhole">True when everything was looked at.</param>
    internal ImmutableArray<PathFault> Run(ISecuredItem root, int most, out bool isWhole)
    {
        isWhole = true;
        var open = new Queue<Passing>([new(root.Path, root.Identity, root.Read())]);
        while (open.TryDequeue(out var folder))
        {
            var paths = ChildrenOf(folder, most + 1);
            if (paths.Count > most)
            {
                isWhole = false;
                continue;
            }

            most -= paths.Count;
            foreach (var path in paths)
                if (Visit(path, folder.Descriptor) is { } below) open.Enqueue(below);
        }

        return _faults.DrainToImmutable();
    }

    /// <summary>
    /// True when what could not be brought in line at <paramref name="path"/>, in or below <paramref name="root"/>,
    /// still cannot.
    /// </summary>
    internal bool Fails(ISecuredItem root, string path)
    {
        if (path == root.Path)
        {
            ChildrenOf(new(root.Path, root.Identity, root.Read()));
        }
        else
        {
            using var above = store.Open(path[..path.LastIndexOf('\\')], ItemAccess.Read);
            if (above is not null && Visit(path, above.Read()) is { } below) ChildrenOf(below);
        }

        return _faults.Count > 0;
    }

    /// <summary>
    /// What <paramref name="old"/> becomes below <paramref name="parent"/>; the same object when nothing changes. What
    /// was read has no entries of a SACL but labels.
    /// </summary>
    internal static SecurityDescriptor Inherit(SecurityDescriptor parent, SecurityDescriptor old, bool isFolder,
        ItemAccess access, bool isShared = false)
    {
        var child = NewObject.Of(old, isFolder, SecurableType.File.Mapping) with { IsShared = isShared };
        return access == ItemAccess.WriteDacl
            ? Propagation.InheritDacl(parent, old, child)
            : Propagation.InheritSacl(parent, old, child);
    }

    /// <summary>What to pass on when <paramref name="path"/> is a folder to go into.</summary>
    private Passing? Visit(string path, SecurityDescriptor parent)
    {
        try
        {
            using var item = store.Open(path, ItemAccess.Read);
            if (item is null) return null;
            if (item.IsLink)
            {
                if (keeps) _open.Add(new(path, "it is a link: what it leads to is not kept from commands"));
                return null;
            }


            // A file with other names may be part of something outside: it is kept from lower levels, and never opened
            // to them.
            var names = item.IsFolder ? 1 : item.Links;
            var old = item.Read();
            var now = Inherit(parent, old, item.IsFolder, access, isShared: names > 1);
            if (!ReferenceEquals(now, old)) Write(item, names, now);
            if (keeps && access == ItemAccess.WriteLabel && WhyOpen(parent, now) is { } reason)
                _open.Add(new(path, reason));
            return item.IsFolder ? new(path, item.Identity, now) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityFormatException)
        {
            return Fault(path, e.Message);
        }
    }

    private Passing? Fault(string path, string reason)
    {
        _faults.Add(new(path, reason));
        return null;
    }

    /// <summary>
    /// A label of its own stays; one that a command gave, under which it would write or read there, is told.
    /// </summary>
    private static string? WhyOpen(SecurityDescriptor parent, SecurityDescriptor now)
    {
        const string Remedy = "set its label to medium, or put a copy in its place";
        if (now.MandatoryLabel is { } label)
            return IntegrityCheck.KeepsBelowMedium(label)
                ? null
                : $"it has a label of its own, under which commands get at it: {Remedy}";
        return parent.MandatoryLabel is { } passed && ((LabelPolicy)passed.Mask.Value).HasFlag(LabelPolicy.NoReadUp)
            ? $"it takes no label from its folder, so that commands read it: {Remedy}"
            : null;
    }

    private void Write(ISecuredItem seen, uint names, SecurityDescriptor now)
    {
        using var item = store.Open(seen.Path, access) ?? throw new FileNotFoundException("it was removed meanwhile");
        if (item.Identity != seen.Identity) throw new IOException("another file took its name meanwhile");
        if (!item.IsFolder && item.Links > names) throw new IOException("it was given another name meanwhile");
        if (access == ItemAccess.WriteDacl) item.WriteDacl(now);
        else item.WriteLabel(now);
    }

    private IReadOnlyList<string> ChildrenOf(in Passing folder, int most = int.MaxValue)
    {
        try
        {
            using var item = store.Open(folder.Path, ItemAccess.List);
            if (item is null) return [];
            if (item.Identity != folder.Identity) throw new IOException("another folder took its name meanwhile");
            return item.Children(most);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add(new(folder.Path, e.Message));
            return [];
        }
    }

    /// <summary>A folder, and what it passes on.</summary>
    private readonly record struct Passing(string Path, FileIdentity Identity, SecurityDescriptor Descriptor);
}
