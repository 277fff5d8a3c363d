using System.Collections.Immutable;
using Pinfold.Core.Ledger;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Windows.FileAccess;

/// <summary>
/// Changes to descriptors that stay on the disk. Each is in the ledger before it is made; an equal entry or label that
/// is there costs no write; whatever was interrupted is gone on with, or taken back.
/// </summary>
/// <param name="store">The files.</param>
/// <param name="ledger">The ledger, locked.</param>
/// <param name="user">The user's token, by which rights to a file are told. Null: what is asked for is tried.</param>
/// <param name="progress">Told how many files were looked at.</param>
internal sealed class Hardening(ISecurityStore store, LedgerFile ledger, Token? user = null,
    IProgress<long>? progress = null)
{
    /// <summary>How much is looked at again at each start.</summary>
    internal const int MostOfWhole = 1000, MostOfNearest = 32;

    /// <summary>Faults that are remembered; of more, only the number is.</summary>
    private const int MostLacks = 16;

    /// <summary>Adds <paramref name="entry"/> to the DACL, and passes it on.</summary>
    /// <param name="path">The object.</param>
    /// <param name="identity">Which object it has to be.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="upkeep">What is looked at again at later starts. What could not be reached is remembered, and the
    /// first of it tried again each time.</param>
    internal ImmutableArray<PathFault> EnsureEntry(string path, FileIdentity identity, Ace entry,
        Upkeep upkeep = Upkeep.None)
    {
        var change = new LedgerChange.AddEntry(path, identity.ToString(), entry.ToString());
        return Ensure(change, ledger.Book.Find(change), ItemAccess.WriteDacl, upkeep,
            d => d.Dacl is null || d.Dacl.Aces.Contains(entry), d => d.WithDacl(OwnEntries.Add(d.Dacl, entry)));
    }

    /// <summary>Sets the label, and passes it on; what has a label of its own keeps it.</summary>
    /// <inheritdoc cref="EnsureEntry"/>
    internal ImmutableArray<PathFault> EnsureLabel(string path, FileIdentity identity, Ace label,
        Upkeep upkeep = Upkeep.None)
    {
        var known = ledger.Book.Entries.LastOrDefault(e =>
            e.IsOwed && e.Change is LedgerChange.SetLabel s && s.Path == path
                && s.Identity == identity.ToString() && s.Label == label.ToString());
        var change = known?.Change as LedgerChange.SetLabel
            ?? new(path, identity.ToString(), Before(path, label), label.ToString());
        // what could not be prepared shows where the label is missing
        if (known is null) AllowLabel(path, identity, label);
        return Ensure(change, known, ItemAccess.WriteLabel, upkeep, d => IsLabelled(d, label),
            d => OwnEntries.WithLabel(d, label));
    }

    /// <summary>Takes one change back. With faults it stays owed.</summary>
    internal ImmutableArray<PathFault> Undo(LedgerEntry entry)
    {
        if (entry.State != LedgerState.Undoing) entry = ledger.Move(entry, LedgerState.Undoing);
        ImmutableArray<PathFault> faults;
        try
        {
            faults = entry.Change switch
            {
                LedgerChange.AddEntry add => TakeBack(add, ItemAccess.WriteDacl,
                    d => d.WithDacl(OwnEntries.Remove(d.Dacl, EntryOf($"D:{add.Entry}", isLabel: false)))),
                LedgerChange.SetLabel set => TakeBack(set, ItemAccess.WriteLabel, d => Restore(d, set)),
                _ => throw new InvalidOperationException($"{entry.Change.GetType().Name} is not known"),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SecurityFormatException)
        {
            faults = [new(entry.Change.Path, e.Message)];
        }

        if (faults.IsEmpty) ledger.Move(entry, LedgerState.Undone);
        return faults;
    }

    /// <summary>Takes everything back, the newest first.</summary>
    internal ImmutableArray<PathFault> UndoAll() => [.. ledger.Book.Owed.ToArray().SelectMany(e => Undo(e))];

    private static bool IsLabelled(SecurityDescriptor descriptor, Ace label) =>
        descriptor.MandatoryLabel is { } there && there with { Flags = there.Flags & ~AceFlags.Inherited } == label;

    /// <summary>
    /// A label needs WRITE_OWNER. An owner without it, as on drives where users only have Modify, gives it to himself.
    /// </summary>
    private void AllowLabel(string path, FileIdentity identity, Ace label)
    {
        if (user is null) return;
        using (var item = store.Open(path, ItemAccess.Read))
        {
            if (item is null || item.Identity != identity) return;
            var descriptor = item.Read();
            if (IsLabelled(descriptor, label) || Can(descriptor, AccessMask.WriteOwner)
                || !Can(descriptor, AccessMask.WriteDac))
                return;
        }

        var entry = new Ace(AceType.Allowed, AccessMask.WriteOwner, user.User)
            { Flags = label.Flags & (AceFlags.ObjectInherit | AceFlags.ContainerInherit) };
        EnsureEntry(path, identity, entry);
    }

    private bool Can(SecurityDescriptor descriptor, AccessMask right) =>
        AccessCheck.Check(user!, descriptor, right, SecurableType.File.Mapping).IsGranted;

    private static Ace? OwnLabel(SecurityDescriptor descriptor) =>
        descriptor.Sacl?.Aces.FirstOrDefault(a => a.Type == AceType.MandatoryLabel && !a.IsInherited);

    private static Ace EntryOf(string sddl, bool isLabel)
    {
        var descriptor = SecurityDescriptor.Parse(sddl);
        return (isLabel ? descriptor.Sacl : descriptor.Dacl)!.Aces[0];
    }

    private static SecurityDescriptor Restore(SecurityDescriptor descriptor, LedgerChange.SetLabel set)
    {
        // somebody set another since: it is theirs
        if (OwnLabel(descriptor) != EntryOf($"S:{set.Label}", isLabel: true)) return descriptor;
        return OwnEntries.WithLabel(descriptor,
            set.Before.Length == 0 ? null : EntryOf($"S:{set.Before}", isLabel: true));
    }

    private ImmutableArray<PathFault> Ensure(
        LedgerChange change, LedgerEntry? entry, ItemAccess access, Upkeep upkeep,
        Func<SecurityDescriptor, bool> has, Func<SecurityDescriptor, SecurityDescriptor> with)
    {
        try
        {
            using var seen = Open(change, ItemAccess.Read)
                ?? throw new FileNotFoundException("it is gone, or another took its name");
            if (has(seen.Read()) && entry?.State == LedgerState.Applied
                && Again(seen, entry, access, upkeep) is { } same)
                return same;
            if (entry is null) entry = ledger.Intend(change);
            else if (entry.State != LedgerState.Intended) entry = ledger.Move(entry, LedgerState.Intended);
            var walk = new InheritanceWalk(store, access, progress, keeps: upkeep != Upkeep.None);
            var faults = Write(change, access, walk, has, with);
            if (faults.Length > MostLacks)
                faults = [.. faults.Take(MostLacks),
                    new(change.Path, $"the same of {faults.Length - MostLacks} more below it")];
            ledger.Move(entry, LedgerState.Applied, [.. faults.Select(f => new LedgerLack(f.Path, f.Reason))]);
            return faults.AddRange(walk.Open);
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or SecurityFormatException && e is not LedgerFileException)
        {
            return [new(change.Path, e.Message)];
        }
    }

    /// <summary>What is to be said of a change that is made; null when it has to be made again.</summary>
    private ImmutableArray<PathFault>? Again(ISecuredItem seen, LedgerEntry entry, ItemAccess access, Upkeep upkeep)
    {
        if (!entry.Lacks.IsEmpty && !new InheritanceWalk(store, access, progress).Fails(seen, entry.Lacks[0].Path))
            return null;
        ImmutableArray<PathFault> lacks = [.. entry.Lacks.Select(l => new PathFault(l.Path, l.Reason))];
        if (upkeep == Upkeep.None || !seen.IsFolder) return lacks;
        var walk = new InheritanceWalk(store, access, progress, keeps: true);
        var faults = walk.Run(seen, upkeep == Upkeep.Whole ? MostOfWhole : MostOfNearest, out var isWhole)
            .AddRange(walk.Open);
        if (!isWhole && upkeep == Upkeep.Whole)
            faults = faults.Add(new(seen.Path,
                $"more than {MostOfWhole} files are in it: what was moved into it may be open to commands"));
        return [.. lacks.Union(faults)];
    }

    private ImmutableArray<PathFault> Write(LedgerChange change, ItemAccess access, InheritanceWalk walk,
        Func<SecurityDescriptor, bool> has, Func<SecurityDescriptor, SecurityDescriptor> with)
    {
        using var item = Open(change, access)
            ?? throw new FileNotFoundException("it is gone, or another took its name");
        var old = item.Read();
        if (!has(old))
        {
            Put(item, access, with(old));
            if (!has(item.Read())) throw new IOException("the file system reports success and keeps nothing");
        }

        return item.IsFolder ? walk.Run(item) : [];
    }

    private ImmutableArray<PathFault> TakeBack(LedgerChange change, ItemAccess access,
        Func<SecurityDescriptor, SecurityDescriptor> without)
    {
        using var item = Open(change, access);
        if (item is null) return []; // what was changed is gone
        var old = item.Read();
        var now = without(old);
        if (access == ItemAccess.WriteLabel && OwnLabel(now) is null) now = InheritFromAbove(item, now);
        if (!now.Equals(old)) Put(item, access, now);
        return item.IsFolder ? new InheritanceWalk(store, access, progress).Run(item) : [];
    }

    /// <summary>Without a label of its own, it has the one that the folder above passes on.</summary>
    private SecurityDescriptor InheritFromAbove(ISecuredItem item, SecurityDescriptor now)
    {
        using var above = item.Path.LastIndexOf('\\') is > 0 and var end
            ? store.Open(item.Path[..end], ItemAccess.Read)
            : null;
        return above is null ? now : InheritanceWalk.Inherit(above.Read(), now, item.IsFolder, ItemAccess.WriteLabel);
    }

    private ISecuredItem? Open(LedgerChange change, ItemAccess access)
    {
        var item = store.Open(change.Path, access);
        if (item is null || item.Identity.ToString() == change.Identity) return item;
        item.Dispose();
        return null;
    }

    private string Before(string path, Ace label)
    {
        using var item = store.Open(path, ItemAccess.Read);
        return item is not null && OwnLabel(item.Read()) is { } own && own != label ? own.ToString() : "";
    }

    private static void Put(ISecuredItem item, ItemAccess access, SecurityDescriptor descriptor)
    {
        if (access == ItemAccess.WriteDacl) item.WriteDacl(descriptor);
        else item.WriteLabel(descriptor);
    }
}
