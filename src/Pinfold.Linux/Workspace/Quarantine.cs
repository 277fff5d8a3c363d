using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Native;

namespace Pinfold.Linux.Workspace;

/// <summary>
/// A session's quarantine: <c>quarantine/N/item</c> is what was moved, <c>quarantine/N/origin</c> says from where in which root, and why. The note
/// is written first, so that a kill at any moment loses nothing: a note without an item is no item.
/// </summary>
public sealed class Quarantine
{
    private const string Kind = "pinfold-quarantine", Item = "item", Origin = "origin";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly CanonicalPath _folder;

    /// <param name="session">The session's folder.</param>
    public Quarantine(CanonicalPath session) => _folder = session.Combine("quarantine");

    /// <summary>What is in it, oldest first.</summary>
    public ImmutableArray<QuarantinedItem> List()
    {
        if (!Directory.Exists(_folder.Value)) return [];
        return [.. Numbers().Order().Select(Read).OfType<(QuarantinedItem Item, CanonicalPath Root)>().Select(i => i.Item)];
    }

    /// <summary>Moves <paramref name="path"/> in. Throws <see cref="IOException"/> when it cannot.</summary>
    internal QuarantinedItem Take(CanonicalPath path, string reason, CanonicalPath root)
    {
        Directory.CreateDirectory(_folder.Value, Private);
        var id = Numbers().DefaultIfEmpty(0).Max() + 1;
        var slot = Slot(id);
        Directory.CreateDirectory(slot.Value, Private);
        var item = new QuarantinedItem(id, path, reason);
        File.WriteAllBytes(slot.Combine(Origin).Value, TaggedFile.Format(Kind, [('o', path.Value), ('r', reason), ('w', root.Value)]));
        try
        {
            using var from = Opened(path.Parent);
            using var to = Opened(slot);
            Mover.Move(from, path.Name, to, Item);
        }
        catch
        {
            if (!Path.Exists(slot.Combine(Item).Value)) Directory.Delete(slot.Value, recursive: true);
            throw;
        }

        return item;
    }

    /// <summary>Renames what cannot be moved to a name that nothing obeys, beside it; null when that fails too.</summary>
    internal static CanonicalPath? Disarm(CanonicalPath path)
    {
        using var folder = Folder.Open(path.Parent);
        for (var i = 1; folder is not null && i <= 100; i++)
        {
            var name = $"{path.Name}.quarantined-{i}";
            if (name.Length > 255 || folder.Stat(name, out _)) continue;
            return path.Parent.TryCombine(name, out var renamed) && Mover.TryRename(folder, path.Name, folder, name) ? renamed : null;
        }

        return null;
    }

    /// <summary>Moves an item back, and makes it known, so that it is protected from now on.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="state">Pinfold's state folder.</param>
    /// <exception cref="IOException">Something stands at its place, its folder is gone, or it cannot be moved.</exception>
    public QuarantinedItem Restore(int id, CanonicalPath state)
    {
        var (item, root) = Read(id) ?? throw new IOException($"there is no item {id} in {_folder}");
        using var from = Opened(Slot(id));
        using (var to = Folder.Open(item.Origin.Parent) ?? throw new IOException($"{item.Origin.Parent} is gone, or is reached through a link: make it again, then restore"))
        {
            if (to.Stat(item.Origin.Name, out _)) throw new IOException($"{item.Origin} exists: move it away, then restore");
            Mover.Move(from, Item, to, item.Origin.Name);
        }

        Learn(new RootState(state, root), item.Origin);
        Delete(id);
        return item;
    }

    /// <summary>Removes an item for good.</summary>
    public void Remove(int id)
    {
        _ = Read(id) ?? throw new IOException($"there is no item {id} in {_folder}");
        Delete(id);
    }

    private static void Learn(RootState state, CanonicalPath path)
    {
        using var held = state.Lock();
        var known = state.Known() ?? new(0, [], []);
        state.WriteKnown(known with { Handoffs = [.. known.Handoffs.Append(path).Distinct().Order()] }, out _);
    }

    private void Delete(int id)
    {
        using var folder = Opened(_folder);
        Mover.Remove(folder, id.ToString(CultureInfo.InvariantCulture));
    }

    private (QuarantinedItem Item, CanonicalPath Root)? Read(int id)
    {
        var slot = Slot(id);
        if (!File.Exists(slot.Combine(Origin).Value) || !Exists(slot)) return null;
        if (TaggedFile.Parse(Kind, File.ReadAllBytes(slot.Combine(Origin).Value)) is not [('o', var origin), ('r', var reason), ('w', var root)]) return null;
        return (new(id, CanonicalPath.Parse(origin), reason), CanonicalPath.Parse(root));
    }

    private static bool Exists(CanonicalPath slot)
    {
        using var folder = Folder.Open(slot);
        return folder is not null && folder.Stat(Item, out _);
    }

    private IEnumerable<int> Numbers() => Directory.EnumerateDirectories(_folder.Value)
        .Select(f => int.TryParse(Path.GetFileName(f), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0).Where(n => n > 0);

    private CanonicalPath Slot(int id) => _folder.Combine(id.ToString(CultureInfo.InvariantCulture));

    private static Folder Opened(CanonicalPath path) => Folder.Open(path) ?? throw new IOException($"{path} cannot be opened without following a link");
}
