using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>An open folder in memory.</summary>
internal sealed class ModelFolder(ModelHost host, CanonicalPath path, ModelNode node) : FolderHandle(path)
{
    public override bool StampsChanges => host.HasJournal;

    public override EntryFacts? Look(string name) => name.Length == 0 ? host.FactsOf(node)
        : node.Entries.TryGetValue(name, out var entry) ? host.FactsOf(entry)
        : null;

    public override FolderHandle? Open(string name) => Path.TryCombine(name, out var path) ? host.Open(path) : null;

    public override FolderHandle? OpenUnnamed(string name) => Open(name);

    public override string? Read(string name, int limit) =>
        node.Entries.TryGetValue(name, out var entry) && !entry.IsFolder ? entry.Text : null;

    public override IReadOnlyList<string> Names() => [.. node.Entries.Keys];

    public override IReadOnlyList<string>? Folders(int limit) =>
        [.. node.Entries.Where(e => e.Value.IsFolder).Select(e => e.Key)];

    protected override void Dispose(bool disposing)
    {
    }
}
