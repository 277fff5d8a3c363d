using Pinfold.Core.WindowsModel.Inheritance;

namespace Pinfold.Core.WindowsModel.Machine;

/// <summary>
/// Anything that has a descriptor: a file, a key, a process, a desktop. Files may have several names, in several
/// folders.
/// </summary>
public sealed class NtObject : ISecuredNode
{
    private SortedDictionary<string, NtObject>? _entries;

    internal NtObject(SecurableType type, bool isContainer, SecurityDescriptor descriptor, UInt128 id)
    {
        (Type, IsContainer, Descriptor, Id) = (type, isContainer, descriptor, id);
    }

    /// <summary>What it is: names and mapping of its rights.</summary>
    public SecurableType Type { get; }

    /// <inheritdoc/>
    public bool IsContainer { get; }

    /// <inheritdoc/>
    public SecurityDescriptor Descriptor { get; set; }

    /// <summary>Its number on its volume (FILE_ID_INFO).</summary>
    public UInt128 Id { get; }

    /// <summary>Where a junction or a symbolic link leads; null for anything else.</summary>
    public string? LinkTarget { get; internal set; }

    /// <summary>What was written last; streams as <c>name=content</c> behind it.</summary>
    public string Content { get; internal set; } = "";

    /// <summary>Its first name, as the disk spells it.</summary>
    public string? Name { get; internal set; }

    /// <summary>How many names it has (hard links).</summary>
    public int Names { get; internal set; }

    /// <summary>Name → object, without case.</summary>
    public IReadOnlyDictionary<string, NtObject> Entries => Own;

    /// <inheritdoc/>
    public IEnumerable<ISecuredNode> Children => _entries is null || LinkTarget is not null ? [] : _entries.Values;

    /// <inheritdoc/>
    public bool IsShared => Names > 1;

    internal SortedDictionary<string, NtObject> Own => _entries ??= new(StringComparer.OrdinalIgnoreCase);

    internal List<NtHandle> Handles => field ??= [];

    /// <summary>False on a volume that keeps no descriptors: then none can be set, and a file has one name.</summary>
    internal bool HasAcls { get; set; } = true;

    /// <summary>A file or folder, to which names, streams and sharing belong.</summary>
    internal bool IsFile => Type == SecurableType.File || Type == SecurableType.Directory;

    /// <summary>The entry with that long or short name, and its long name.</summary>
    internal (string Name, NtObject Object)? Find(string name)
    {
        if (_entries is null) return null;
        if (_entries.TryGetValue(name, out var found))
            return (found.Name is { } own && own.Equals(name, StringComparison.OrdinalIgnoreCase) ? own : name, found);
        if (!name.Contains('~', StringComparison.Ordinal)) return null;
        foreach (var (longName, entry) in _entries)
            if (entry.IsFile
                && string.Equals(ShortName.Of(longName, _entries.Keys), name, StringComparison.OrdinalIgnoreCase))
                return (longName, entry);
        return null;
    }
}
