namespace Pinfold.Core.Ledger;

/// <summary>A change to the host that outlives the command, with what its undo needs. A closed set.</summary>
/// <param name="Path">The object, as the host spells it.</param>
/// <param name="Identity">What tells the object from another that gets its name later; empty when it does not exist yet.</param>
public abstract record LedgerChange(string Path, string Identity)
{
    private LedgerChange(string path, string identity, bool closed)
        : this(path, identity) => _ = closed;

    /// <summary>What is done, for people.</summary>
    public abstract string Describe();

    /// <summary>How it is taken back, for people.</summary>
    public abstract string Undo { get; }

    /// <summary>An entry is added to an access list; what is below inherits it where its flags say so.</summary>
    /// <param name="Path">The object.</param>
    /// <param name="Identity">Its identity.</param>
    /// <param name="Entry">The entry, in SDDL.</param>
    public sealed record AddEntry(string Path, string Identity, string Entry) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"add {Entry} to {Path}";

        /// <inheritdoc/>
        public override string Undo => $"remove {Entry} from {Path} and from what inherited it";
    }

    /// <summary>A mandatory label is set; what is below inherits it where its flags say so.</summary>
    /// <param name="Path">The object.</param>
    /// <param name="Identity">Its identity.</param>
    /// <param name="Before">The label that was there, in SDDL; empty when there was none.</param>
    /// <param name="Label">The label, in SDDL.</param>
    public sealed record SetLabel(string Path, string Identity, string Before, string Label) : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"label {Path} {Label}";

        /// <inheritdoc/>
        public override string Undo => Before.Length == 0 ? $"remove the label of {Path} and of what inherited it" : $"label {Path} {Before} again";
    }
}
