using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Windows.FileAccess;
using Pinfold.Windows.Native;

namespace Pinfold.Windows.Workspace;

/// <summary>
/// Lists every folder of a tree, from the root's handle, through no link. No list of the last audit shortens it:
/// whoever may write in a folder may set all of its times (MS-FSCC 2.4.7), and a folder's place in the change journal
/// stands still when entries are made in it.
/// </summary>
internal sealed class FolderScan : IFolderScan
{
    private const int MaxFolders = 4_000_000;
    private readonly AuditNames _names;
    private readonly Func<CanonicalPath, bool> _isGit;
    private readonly List<Found> _found = [];
    private readonly List<(CanonicalPath, string)> _unseen = [];

    /// <param name="root">The tree.</param>
    /// <param name="names">What to look for, without case.</param>
    /// <param name="isGit">True for a git directory that is known.</param>
    internal FolderScan(Folder root, AuditNames names, Func<CanonicalPath, bool> isGit)
    {
        _isGit = isGit;
        _names = new(names.Handoffs.Select(Fold), names.Secrets.Select(g => Glob.Parse(Fold(g.Pattern))));
        Read(root);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Found> Found => _found;

    /// <inheritdoc/>
    public IReadOnlyList<(CanonicalPath Path, string Reason)> Unseen => _unseen;

    /// <inheritdoc/>
    public bool Changed => false;

    /// <inheritdoc/>
    public int Folders { get; private set; }

    /// <inheritdoc/>
    public void Distrust(Found found)
    {
    }

    /// <inheritdoc/>
    public void Save(RootNotes notes, uint purpose)
    {
    }

    /// <summary>
    /// Letters pair up whichever way they do: more names are found equal than NTFS finds, never fewer.
    /// </summary>
    private static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    private void Read(Folder folder)
    {
        if (++Folders > MaxFolders)
            throw new AuditException($"there are more than {MaxFolders} folders: the audit stopped");
        var below = new List<string>();
        var layout = new GitLayout();
        bool? git = null;
        try
        {
            Kernel32.List(folder.Handle, (name, attributes, tag) =>
            {
                See(ref layout, name);
                if (Entry(folder, name, attributes, tag, ref git)) below.Add(name);
            });
        }
        catch (NativeException e)
        {
            _unseen.Add((folder.Path, e.Message));
        }

        if (layout.IsRepository && !(git ??= _isGit(folder.Path)))
            _found.Add(folder.Path.TryCombine("HEAD", out var head)
                ? new(head, FoundKind.Bare, -1)
                : new(folder.Path, FoundKind.Unreachable, -1));
        foreach (var name in below)
        {
            using var child = folder.Open(name);
            if (child is not null) Read(child);
            else if (folder.Look(name)?.Kind == PathKind.Directory)
                _found.Add(new(folder.Path.Combine(name), FoundKind.Closed, -1));
        }
    }

    /// <summary>Notes what an entry is; true when it is a folder to be looked into.</summary>
    private bool Entry(Folder folder, string name, uint attributes, uint tag, ref bool? git)
    {
        var folded = OsText.Encode(Fold(name));
        var isLink = NativeItem.IsLinkTag(tag);
        var isFolder = (attributes & Kernel32.FILE_ATTRIBUTE_DIRECTORY) != 0 && !isLink;
        var isHandoff = _names.IsHandoff(folded);
        var mayBeSecret = _names.MayBeSecret(folded);
        if (!isHandoff && !isLink && !isFolder && !mayBeSecret) return false;
        if (!folder.Path.TryCombine(name, out var path) || OsText.Decode(OsText.Encode(name)) != name
            || !CanonicalPath.TryParse(Fold(path.Value), out var alike, out _))
        {
            _found.Add(new(folder.Path, FoundKind.Unreachable, -1)); // no note can name it
            return false;
        }

        if (isHandoff) _found.Add(new(path, FoundKind.Name, -1));
        else if (isLink && (git ??= _isGit(folder.Path))) _found.Add(new(path, FoundKind.GitLink, -1));
        if (mayBeSecret && _names.IsSecret(alike)) _found.Add(new(path, FoundKind.Secret, -1));
        return isFolder && (!isHandoff || name.Equals(".git", StringComparison.OrdinalIgnoreCase));
    }

    private static void See(ref GitLayout layout, string name)
    {
        if (name.Equals("HEAD", StringComparison.OrdinalIgnoreCase)) layout.See("HEAD"u8);
        else if (name.Equals("objects", StringComparison.OrdinalIgnoreCase)) layout.See("objects"u8);
        else if (name.Equals("refs", StringComparison.OrdinalIgnoreCase)) layout.See("refs"u8);
        else if (name.Equals("commondir", StringComparison.OrdinalIgnoreCase)) layout.See("commondir"u8);
    }
}
