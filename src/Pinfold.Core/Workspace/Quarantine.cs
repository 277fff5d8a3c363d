using System.Collections.Immutable;
using System.Globalization;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// A session's quarantine: <c>quarantine/N/item</c> is what was moved, <c>quarantine/N/origin</c> says from where in
/// which root, and why. The note is written first, so that a kill at any moment loses nothing: a note without an item
/// is no item. An item that was moved and not settled is settled by the audit, which is owed until then; one on its way
/// back is noted in its root's notes.
/// </summary>
/// <param name="session">The session's folder.</param>
/// <param name="files">The disk.</param>
public sealed class Quarantine(CanonicalPath session, IQuarantineFiles files)
{
    private const string Kind = "pinfold-quarantine", Item = "item", Origin = "origin";
    private const int MaxName = 255, Spares = 100;
    private readonly CanonicalPath _folder = session.Combine("quarantine");

    /// <summary>What is in it, oldest first.</summary>
    public ImmutableArray<QuarantinedItem> List() =>
        [.. Numbers().Order().Select(Read).OfType<(QuarantinedItem Item, CanonicalPath Root)>().Select(i => i.Item)];

    /// <summary>Moves <paramref name="path"/> in.</summary>
    /// <exception cref="IOException">It cannot be moved.</exception>
    public QuarantinedItem Take(CanonicalPath path, string reason, CanonicalPath root)
    {
        files.MakeFolder(_folder);
        var id = Numbers().DefaultIfEmpty(0).Max() + 1;
        var slot = Slot(id);
        files.MakeFolder(slot);
        var item = new QuarantinedItem(id, path, reason);
        files.Write(slot.Combine(Origin),
            TaggedFile.Format(Kind, [('o', path.Value), ('r', reason), ('w', root.Value)]));
        try
        {
            files.Move(path, slot.Combine(Item));
        }
        catch
        {
            if (!files.Exists(slot.Combine(Item))) files.Remove(slot);
            throw;
        }

        return item;
    }

    /// <summary>Settles what is in it: whoever moved it may have been killed before.</summary>
    /// <returns>What could not be settled, and why.</returns>
    internal ImmutableArray<(CanonicalPath Path, string Reason)> Settle()
    {
        var problems = ImmutableArray.CreateBuilder<(CanonicalPath, string)>();
        foreach (var item in Numbers().Order().Select(id => Slot(id).Combine(Item)).Where(files.Exists))
        {
            try
            {
                files.Settle(item);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problems.Add((item, $"commands may get at it: {e.Message}"));
            }
        }

        return problems.DrainToImmutable();
    }

    /// <summary>
    /// Renames what cannot be moved to a name that nothing obeys, beside it; null when that fails too.
    /// </summary>
    internal CanonicalPath? Disarm(CanonicalPath path)
    {
        for (var i = 1; i <= Spares; i++)
        {
            var name = $"{path.Name}.quarantined-{i}";
            if (name.Length > MaxName || !path.Parent.TryCombine(name, out var renamed)) return null;
            if (files.Exists(renamed)) continue;
            return files.TryRename(path, name) ? renamed : null;
        }

        return null;
    }

    /// <summary>Moves an item back, and makes it known, so that it is protected from now on.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="notesOf">The notes about a root.</param>
    /// <exception cref="IOException">Something stands at its place, its folder is gone, or it cannot be
    /// moved.</exception>
    public QuarantinedItem Restore(int id, Func<CanonicalPath, RootNotes> notesOf)
    {
        ArgumentNullException.ThrowIfNull(notesOf);
        var (item, root) = Read(id) ?? throw new IOException($"there is no item {id} in {_folder}");
        if (!files.IsFolder(item.Origin.Parent))
            throw new IOException($"{item.Origin.Parent} is gone, or is reached through a link: make it again, "
                + "then restore");
        if (files.Exists(item.Origin)) throw new IOException($"{item.Origin} exists: move it away, then restore");
        var (inside, notes) = (Slot(id).Combine(Item), notesOf(root));
        var restoration = new Restoration(session, id, item.Origin, files.IdentityOf(inside) ?? "");
        using var held = notes.Lock();
        using var moving = notes.Restoring(restoration);
        try
        {
            files.Move(inside, item.Origin);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (files.Exists(inside)) notes.Restored(restoration);
            throw;
        }

        Learn(notes, item.Origin);
        files.Remove(Slot(id));
        notes.Restored(restoration);
        return item;
    }

    /// <summary>Goes on with a restoration that was interrupted. The notes are locked.</summary>
    /// <returns>True when the item is back: it is known from now on.</returns>
    /// <exception cref="IOException">It cannot be gone on with; it stays noted.</exception>
    internal bool Finish(Restoration restoration, RootNotes notes)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        ArgumentNullException.ThrowIfNull(notes);
        var slot = Slot(restoration.Id);
        var isBack = !files.Exists(slot.Combine(Item)) && restoration.Identity.Length > 0
            && files.IdentityOf(restoration.Origin) == restoration.Identity;
        if (isBack)
        {
            files.Settle(restoration.Origin);
            Learn(notes, restoration.Origin);
        }

        if (!files.Exists(slot.Combine(Item)) && files.Exists(slot)) files.Remove(slot);
        notes.Restored(restoration);
        return isBack;
    }

    /// <summary>Removes an item for good.</summary>
    public void Remove(int id)
    {
        _ = Read(id) ?? throw new IOException($"there is no item {id} in {_folder}");
        files.Remove(Slot(id));
    }

    private static void Learn(RootNotes notes, CanonicalPath path)
    {
        var known = notes.Known() ?? new(0, [], []);
        notes.WriteKnown(known with { Handoffs = [.. known.Handoffs.Append(path).Distinct().Order()] }, out _);
    }

    private (QuarantinedItem Item, CanonicalPath Root)? Read(int id)
    {
        var slot = Slot(id);
        if (!files.Exists(slot.Combine(Item)) || files.Read(slot.Combine(Origin)) is not { } bytes) return null;
        if (TaggedFile.Parse(Kind, bytes) is not [('o', var origin), ('r', var reason), ('w', var root)]) return null;
        return (new(id, CanonicalPath.Parse(origin), reason), CanonicalPath.Parse(root));
    }

    private IEnumerable<int> Numbers() => files.FoldersIn(_folder)
        .Select(f => int.TryParse(f, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0)
        .Where(n => n > 0);

    private CanonicalPath Slot(int id) => _folder.Combine(id.ToString(CultureInfo.InvariantCulture));
}
