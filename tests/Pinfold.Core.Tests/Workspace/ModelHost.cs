using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>A disk in memory, with a change journal or without one.</summary>
internal sealed class ModelHost(bool hasJournal = true) : IAuditHost, IQuarantineFiles
{
    private readonly Dictionary<(CanonicalPath, CanonicalPath), ModelNotes> _notes = [];
    private readonly ModelNode _top = new() { IsFolder = true };
    private long _last = 1000;

    public IEqualityComparer<CanonicalPath> Comparer => WindowsPathComparer.Instance;

    internal bool HasJournal { get; set; } = hasJournal;

    /// <summary>An administrator deletes the journal and makes another.</summary>
    internal void NewJournal() => _last = 0;

    internal long? Mark() => HasJournal ? ++_last : null;

    internal void Write(string path, string text = "")
    {
        var at = CanonicalPath.Parse(path);
        MakeFolder(at.Parent);
        Touch(Find(at.Parent)!.Entries.TryGetValue(at.Name, out var there)
            ? there
            : Find(at.Parent)!.Entries[at.Name] = new()).Text = text;
    }

    internal void Rename(string from, string to)
    {
        MakeFolder(CanonicalPath.Parse(to).Parent);
        Move(CanonicalPath.Parse(from), CanonicalPath.Parse(to));
    }

    /// <summary>Access is taken from everybody, or given back; the owner may.</summary>
    internal void Close(string path, bool closed = true) => Touch(Find(CanonicalPath.Parse(path))!).IsClosed = closed;

    internal bool Has(string path) => Find(CanonicalPath.Parse(path)) is not null;

    internal ModelNode? Find(CanonicalPath path)
    {
        var node = _top;
        foreach (var name in path.Value.Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (!node.Entries.TryGetValue(name, out node!)) return null;
        return node;
    }

    public FolderHandle? Open(CanonicalPath path) =>
        Find(path) is { IsFolder: true, IsClosed: false } node ? new ModelFolder(this, path, node) : null;

    public CanonicalPath? Real(string path) =>
        CanonicalPath.TryParse(path, out var real, out _) && Find(real) is not null ? real : null;

    public CanonicalPath Spell(CanonicalPath path) => path;

    public bool IsOwn(FolderHandle folder) => true;

    public bool IsReachedAnew(CanonicalPath path, CanonicalPath root, long start) =>
        ChangeJournal.IsReachedAnew(this, path, root, start);

    public long StartOf(AuditOrder order) => ChangeJournal.StartOf(order, Mark);

    public IFolderScan Scan(FolderHandle root, AuditNames names, Func<CanonicalPath, bool> isGit,
        FolderIndex? old, long start) => new ModelScan(this, root, names, isGit);

    public bool IsUncovered(FolderHandle folder, string name, long start) => false;

    public Quarantine QuarantineOf(CanonicalPath session) => new(session, this);

    public RootNotes NotesOf(CanonicalPath state, CanonicalPath root) =>
        _notes.TryGetValue((state, root), out var notes) ? notes : _notes[(state, root)] = new();

    public IEnumerable<RootNotes> AllNotes(CanonicalPath state) =>
        _notes.Where(n => n.Key.Item1 == state).Select(n => n.Value);

    public IEnumerable<string> FoldersIn(CanonicalPath folder) =>
        Find(folder)?.Entries.Where(e => e.Value.IsFolder).Select(e => e.Key) ?? [];

    public void MakeFolder(CanonicalPath folder)
    {
        if (folder == CanonicalPath.Root || Find(folder) is not null) return;
        MakeFolder(folder.Parent);
        Touch(Find(folder.Parent)!.Entries[folder.Name] = new() { IsFolder = true });
    }

    public void Write(CanonicalPath file, byte[] bytes) =>
        Find(file.Parent)!.Entries.Add(file.Name, new() { Bytes = bytes });

    public byte[]? Read(CanonicalPath file) => Find(file)?.Bytes;

    public bool Exists(CanonicalPath path) => Find(path) is not null;

    public bool IsFolder(CanonicalPath path) => Find(path) is { IsFolder: true };

    public void Move(CanonicalPath from, CanonicalPath to)
    {
        Moment();
        var node = Find(from) ?? throw new FileNotFoundException(from.Value);
        if (node.Error is { } error) throw error;
        if (node.IsHeld) throw new IOException($"{from} is in use");
        if (!Find(to.Parent)!.Entries.TryAdd(to.Name, node)) throw new IOException($"{to} exists");
        Find(from.Parent)!.Entries.Remove(from.Name);
        Touch(node);
        Settle(to);
    }

    /// <summary>What was moved, and what was settled after that.</summary>
    internal List<string> Settled { get; } = [];

    /// <summary>Called before and after a move, and before an entry is settled: may end the process.</summary>
    internal Action Moment { get; set; } = () => { };

    public void Settle(CanonicalPath path)
    {
        Moment();
        Settled.Add(path.Value);
    }

    public string? IdentityOf(CanonicalPath path) =>
        Find(path) is { } node ? node.Number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    public bool TryRename(CanonicalPath path, string name) => false;

    public void Remove(CanonicalPath path)
    {
        Moment();
        Find(path.Parent)!.Entries.Remove(path.Name);
    }

    internal EntryFacts FactsOf(ModelNode node) =>
        new(node.IsFolder ? PathKind.Directory : PathKind.File, HasJournal ? node.Change : ChangeJournal.Unknown);

    private ModelNode Touch(ModelNode node)
    {
        node.Change = ++_last;
        return node;
    }
}
