namespace Pinfold.Core.Ledger;

/// <summary>Kinds of Windows.</summary>
public abstract partial record LedgerChange
{
    private static LedgerChange? ReadWindows(string kind, string path, string identity, Func<string, string> field) =>
        kind switch
        {
            nameof(AddEntry) => new AddEntry(path, identity, field("entry")),
            nameof(SetLabel) => new SetLabel(path, identity, field("before"), field("label")),
            _ => ReadWindowsSetup(kind, path, identity, field),
        };

    /// <summary>An entry is added to an access list; what is below inherits it where its flags say so.</summary>
    /// <param name="Path">The object.</param>
    /// <param name="Identity">Its identity.</param>
    /// <param name="Entry">The entry, in SDDL.</param>
    public sealed record AddEntry(string Path, string Identity, string Entry)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"add {Entry} to {Path}";

        /// <inheritdoc/>
        public override string Undo => $"remove {Entry} from {Path} and from what inherited it";

        internal override IEnumerable<(string Name, string Value)> Fields => [("entry", Entry)];
    }

    /// <summary>A mandatory label is set; what is below inherits it where its flags say so.</summary>
    /// <param name="Path">The object.</param>
    /// <param name="Identity">Its identity.</param>
    /// <param name="Before">The label that was there, in SDDL; empty when there was none.</param>
    /// <param name="Label">The label, in SDDL.</param>
    public sealed record SetLabel(string Path, string Identity, string Before, string Label)
        : LedgerChange(Path, Identity, closed: true)
    {
        /// <inheritdoc/>
        public override string Describe() => $"label {Path} {Label}";

        /// <inheritdoc/>
        public override string Undo => Before.Length == 0
            ? $"remove the label of {Path} and of what inherited it"
            : $"label {Path} {Before} again";

        internal override IEnumerable<(string Name, string Value)> Fields => [("before", Before), ("label", Label)];
    }
}
