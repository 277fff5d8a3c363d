using Pinfold.Core.Hashing;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>
/// Pinfold's own notes about one writable root, in <c>workspaces/KEY</c> of the state folder, which no command sees.
/// </summary>
public abstract class RootNotes
{
    /// <summary>What a name begins with while its note gets its lock.</summary>
    protected const string UnnamedPrefix = "new-";

    private const string OwedPrefix = "owed-", RestoringPrefix = "restoring-", KnownName = "known", IndexName = "index";
    private (byte[]? Bytes, uint Purpose, FolderIndex? Index) _index;

    /// <summary>The name of the folder for <paramref name="root"/>.</summary>
    public static string KeyOf(CanonicalPath root) => Sha256.Hex(OsText.Encode(root.Value))[..32];

    /// <summary>What the last audit let stand; null when there was none, or its file is damaged.</summary>
    public KnownNames? Known() => ReadKnown(out _);

    /// <inheritdoc cref="Known"/>
    /// <param name="purpose">Binds a list of folders to exactly these names.</param>
    public KnownNames? ReadKnown(out uint purpose)
    {
        purpose = 0;
        if (Bytes(KnownName) is not { } bytes) return null;
        purpose = Crc32C.Of(bytes);
        return KnownNames.Read(bytes);
    }

    /// <summary>Reads ahead, so that what comes later finds everything in place that has not changed since.</summary>
    public void Prepare()
    {
        if (ReadKnown(out var purpose) is not null) _ = ReadIndex(purpose);
    }

    /// <summary>
    /// The list of folders that was written together with the names of <paramref name="purpose"/>; null when there is
    /// none.
    /// </summary>
    public FolderIndex? ReadIndex(uint purpose)
    {
        if (Bytes(IndexName) is not { } bytes) return null;
        if (_index.Bytes != bytes || _index.Purpose != purpose)
            _index = (bytes, purpose, FolderIndex.Read(bytes, purpose));
        return _index.Index;
    }

    /// <summary>Writes what is known.</summary>
    /// <returns>The purpose that binds a list of folders to it.</returns>
    public uint WriteKnown(KnownNames known, out bool changed)
    {
        ArgumentNullException.ThrowIfNull(known);
        var bytes = known.ToFile();
        changed = Bytes(KnownName) is not { } old || !old.AsSpan().SequenceEqual(bytes);
        if (changed) Replace(KnownName, bytes);
        return Crc32C.Of(bytes);
    }

    /// <summary>
    /// A cache with a checksum: it may be lost. rename(2) over a file makes ext4 write at once, so the old one goes
    /// first.
    /// </summary>
    public void WriteIndex(byte[] bytes)
    {
        if (Bytes(IndexName) is { } old && old.AsSpan().SequenceEqual(bytes)) return;
        Delete(IndexName);
        Replace(IndexName, bytes);
    }

    /// <summary>A few stamps of a long list, in place: a kill half-way fails the checksum.</summary>
    public void UpdateIndex(FolderIndex index, uint purpose, IReadOnlyDictionary<int, long> changes)
    {
        ArgumentNullException.ThrowIfNull(index);
        var parts = index.Update(purpose, changes);
        if (!Overwrite(IndexName, index.File, parts)) Replace(IndexName, index.File.ToArray());
    }

    /// <summary>One audit of a root at a time.</summary>
    public abstract IDisposable Lock();

    /// <summary>Notes that an audit is owed. While the result is not disposed, its command may still run.</summary>
    public IDisposable Owe(AuditOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return Hold(OwedPrefix + order.Session.Name, order.ToFile());
    }

    /// <summary>Every audit that is owed here, also those of commands that still run.</summary>
    /// <param name="but">The session whose own note the caller knows.</param>
    public IReadOnlyList<AuditOrder> Owed(string? but = null) =>
        [.. Names().Where(n => IsOne(n, OwedPrefix) && n != OwedPrefix + but).SelectMany(Order)];

    /// <summary>What sessions left that ended too early: audits of commands, and items on their way back.</summary>
    /// <remarks>Removes what a kill left of a note before its command could start or anything moved. Each start asks:
    /// one listing.</remarks>
    public (IReadOnlyList<AuditOrder> Orders, IReadOnlyList<Restoration> Restorations) Left()
    {
        var (orders, restorations) = (new List<AuditOrder>(), new List<Restoration>());
        foreach (var name in Names()
            .Where(n => IsOne(n, UnnamedPrefix) || IsOne(n, OwedPrefix) || IsOne(n, RestoringPrefix)).ToArray())
        {
            if (!IsReleased(name)) continue;
            if (IsOne(name, UnnamedPrefix)) Delete(name); // who is about to lock it begins anew
            else if (IsOne(name, OwedPrefix)) orders.AddRange(Order(name));
            else if (Bytes(name) is { } bytes && Restoration.Read(bytes) is { } restoration)
                restorations.Add(restoration);
            else Delete(name);
        }

        return (orders, restorations);
    }

    /// <summary>The audit that <paramref name="session"/> owes here is done.</summary>
    public void Settle(CanonicalPath session) => Delete(OwedPrefix + session.Name);

    /// <summary>
    /// Notes that an item is about to come back. While the result is not disposed, it may still be on its way.
    /// </summary>
    public IDisposable Restoring(Restoration restoration)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        return Hold(NameOf(restoration), restoration.ToFile());
    }

    /// <summary>The item is back, or has not left.</summary>
    public void Restored(Restoration restoration)
    {
        ArgumentNullException.ThrowIfNull(restoration);
        Delete(NameOf(restoration));
    }

    /// <summary>Names of the notes.</summary>
    protected abstract IEnumerable<string> Names();

    /// <summary>
    /// A note's bytes, one that is held too; null when there is none. Equal to the last time, it is the same array.
    /// </summary>
    protected abstract byte[]? Bytes(string name);

    /// <summary>Writes a note, whole or not at all.</summary>
    protected abstract void Replace(string name, byte[] bytes);

    /// <summary>Writes parts of a note where they are; false when it is not the one that was read.</summary>
    protected virtual bool Overwrite(string name, ReadOnlySpan<byte> bytes, IReadOnlyList<Range> parts) => false;

    /// <summary>Removes a note.</summary>
    protected abstract void Delete(string name);

    /// <summary>Writes a note and keeps it open.</summary>
    protected abstract IDisposable Hold(string name, byte[] bytes);

    /// <summary>True when nobody holds the note any more.</summary>
    protected abstract bool IsReleased(string name);

    private static string NameOf(Restoration restoration) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{RestoringPrefix}{restoration.Session.Name}-{restoration.Id}");

    private static bool IsOne(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal);

    private IEnumerable<AuditOrder> Order(string name) =>
        Bytes(name) is { } bytes && AuditOrder.Read(bytes) is { } order ? [order] : [];
}
