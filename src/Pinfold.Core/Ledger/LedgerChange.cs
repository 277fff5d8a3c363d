namespace Pinfold.Core.Ledger;

/// <summary>
/// A change to the host that outlives the command, with what its undo needs. A closed set: one file of kinds for each
/// host.
/// </summary>
/// <param name="Path">The object, as the host spells it.</param>
/// <param name="Identity">What tells the object from another that gets its name later; empty when it does not exist
/// yet.</param>
public abstract partial record LedgerChange(string Path, string Identity)
{
    private LedgerChange(string path, string identity, bool closed)
        : this(path, identity) => _ = closed;

    /// <summary>What is done, for people.</summary>
    public abstract string Describe();

    /// <summary>How it is taken back, for people.</summary>
    public abstract string Undo { get; }

    /// <summary>What its kind has besides, by name, in the order in which it is written.</summary>
    internal abstract IEnumerable<(string Name, string Value)> Fields { get; }

    /// <summary>The change of <paramref name="kind"/>; null when there is no such kind.</summary>
    /// <param name="kind">The name of the record.</param>
    /// <param name="path">The object.</param>
    /// <param name="identity">Its identity.</param>
    /// <param name="field">A field by name; throws when it is missing.</param>
    internal static LedgerChange? Read(string kind, string path, string identity, Func<string, string> field) =>
        ReadLinux(kind, path, identity, field) ?? ReadWindows(kind, path, identity, field);
}
