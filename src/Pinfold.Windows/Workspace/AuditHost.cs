using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Host;
using Pinfold.Windows.Native;
using Pinfold.Windows.Tokens;

namespace Pinfold.Windows.Workspace;

/// <summary>This host, as audits and the search for git directories see it.</summary>
internal sealed class AuditHost : IAuditHost
{
    private AuditHost()
    {
    }

    internal static AuditHost Instance { get; } = new();

    /// <inheritdoc/>
    public IEqualityComparer<CanonicalPath> Comparer => WindowsPathComparer.Instance;

    /// <inheritdoc/>
    public FolderHandle? Open(CanonicalPath path) => WindowsPath.IsOnDrive(path) ? Folder.Open(path) : null;

    /// <inheritdoc/>
    public CanonicalPath? Real(string path)
    {
        if (path.Length < 2 || !WindowsPath.TryParse(path[1..], out var asked, out _)) return null;
        try
        {
            using var file = Kernel32.CreateFile(
                WindowsPath.ToExtended(asked), Kernel32.FILE_READ_ATTRIBUTES,
                Kernel32.FILE_SHARE_VALID_FLAGS, Kernel32.OPEN_EXISTING, Kernel32.FILE_FLAG_BACKUP_SEMANTICS);
            return WindowsPath.TryParse(Kernel32.FinalPath(file), out var real, out _) ? real : null;
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public CanonicalPath Spell(CanonicalPath path)
    {
        if (!WindowsPath.IsOnDrive(path) || path.Value.Length <= 4) return path;
        if (PathProbe.Look(path) is { Kind: not PathKind.Symlink } facts) return facts.Path;
        return Spell(path.Parent).TryCombine(path.Name, out var spelled) ? spelled : path;
    }

    /// <inheritdoc/>
    public bool IsOwn(FolderHandle folder)
    {
        using var token = Advapi32.OpenToken(-1, Advapi32.TOKEN_QUERY);
        var owner = new NativeItem(folder.Path.Value, ((Folder)folder).Handle).ReadOwner().Owner;
        return owner is not null && IsOwner(TokenFacts.Read(token), owner);
    }

    /// <summary>
    /// As git has it (compat/mingw.c, is_path_owned_by_current_sid): the user; or the administrators, where the user is
    /// one of them now, for what is made with an elevated token is theirs.
    /// </summary>
    internal static bool IsOwner(Token token, Sid owner) =>
        owner == token.User || (owner == WellKnownSids.Administrators
            && token.Groups.Any(g => g.Sid == owner && g.IsEnabled && !g.IsDenyOnly));

    /// <inheritdoc/>
    public long StartOf(AuditOrder order) => ChangeJournal.StartOf(order, () => Mark(order.Root));

    /// <inheritdoc/>
    public IFolderScan Scan(FolderHandle root, AuditNames names, Func<CanonicalPath, bool> isGit,
        FolderIndex? old, long start) =>
        new FolderScan((Folder)root, names, isGit);

    /// <inheritdoc/>
    public bool IsReachedAnew(CanonicalPath path, CanonicalPath root, long start) =>
        ChangeJournal.IsReachedAnew(this, path, root, start);

    /// <inheritdoc/>
    /// <remarks>A protected name is held open: nobody can put another in its place.</remarks>
    public bool IsUncovered(FolderHandle folder, string name, long start) => false;

    /// <inheritdoc/>
    public Quarantine QuarantineOf(CanonicalPath session) => new(session, new QuarantineFiles());

    /// <inheritdoc/>
    public RootNotes NotesOf(CanonicalPath state, CanonicalPath root) => new RootState(state, root);

    /// <inheritdoc/>
    public IEnumerable<RootNotes> AllNotes(CanonicalPath state) => RootState.All(state);

    /// <summary>
    /// A place in the journal of the volume of <paramref name="root"/>: all that happens later has a greater number.
    /// Null where none is kept.
    /// </summary>
    internal static long? Mark(CanonicalPath root)
    {
        using var folder = Folder.Open(root);
        return folder is null ? null : Kernel32.MarkChange(folder.Handle);
    }
}
