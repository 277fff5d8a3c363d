using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Host;
using Pinfold.Linux.Native;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Workspace;

/// <summary>This host, as audits and the search for git directories see it.</summary>
internal sealed class AuditHost : IAuditHost
{
    private const int Directory = 0x4000;
    private const long Tick = 20_000_000; // of the coarse clock, and some more

    private AuditHost()
    {
    }

    internal static AuditHost Instance { get; } = new();

    /// <inheritdoc/>
    public IEqualityComparer<CanonicalPath> Comparer => EqualityComparer<CanonicalPath>.Default;

    /// <inheritdoc/>
    public FolderHandle? Open(CanonicalPath path) => Folder.Open(path);

    /// <inheritdoc/>
    public CanonicalPath? Real(string path) => PathProbe.Real(path);

    /// <inheritdoc/>
    public CanonicalPath Spell(CanonicalPath path) => path;

    /// <inheritdoc/>
    public bool IsOwn(FolderHandle folder) => ((Folder)folder).Stat("", out var stat) && stat.Uid == Libc.GetUid();

    /// <inheritdoc/>
    /// <remarks>A folder's mode that closed it was opened by the audit that saw it.</remarks>
    public bool IsReachedAnew(CanonicalPath path, CanonicalPath root, long start) => false;

    /// <inheritdoc/>
    /// <remarks>When the clock of the files was set back in between, the command's files are older by that.</remarks>
    public long StartOf(AuditOrder order)
    {
        var boot = Clock.SinceBoot;
        if (boot < order.SinceBoot) return order.FileTime; // the machine was started again
        return order.FileTime + Math.Min(0, Clock.FileTime - order.FileTime - (boot - order.SinceBoot) + Tick);
    }

    /// <inheritdoc/>
    public IFolderScan Scan(FolderHandle root, AuditNames names, Func<CanonicalPath, bool> isGit,
        FolderIndex? old, long start) =>
        FolderScan.Run((Folder)root, names, isGit, old, start);

    /// <inheritdoc/>
    /// <remarks>rename(2) over it takes our mount away with it.</remarks>
    public bool IsUncovered(FolderHandle folder, string name, long start) =>
        ((Folder)folder).Stat(name, out var stat) && stat.Change.Total >= start && stat.Kind != Directory;

    /// <inheritdoc/>
    public Quarantine QuarantineOf(CanonicalPath session) => new(session, new QuarantineFiles());

    /// <inheritdoc/>
    public RootNotes NotesOf(CanonicalPath state, CanonicalPath root) => new RootState(state, root);

    /// <inheritdoc/>
    public IEnumerable<RootNotes> AllNotes(CanonicalPath state) => RootState.All(state);
}
