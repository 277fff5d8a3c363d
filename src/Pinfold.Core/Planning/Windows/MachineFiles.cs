using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel.Machine;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// The files of a simulated machine, as the search for git directories looks at them. No journal: changes are unknown.
/// </summary>
internal sealed class MachineFiles(NtMachine machine) : IWorkspaceFiles
{
    private const int MostLinks = 40;

    /// <inheritdoc/>
    public IEqualityComparer<CanonicalPath> Comparer => WindowsPathComparer.Instance;

    /// <inheritdoc/>
    public FolderHandle? Open(CanonicalPath path) =>
        WindowsPath.IsOnDrive(path) && Real(path.Value) is { } real && Comparer.Equals(real, path)
            && machine.Find(WindowsPath.ToWin32(real)) is { IsContainer: true } folder
            ? new Folder(path, folder) : null;

    /// <inheritdoc/>
    public CanonicalPath? Real(string path)
    {
        if (!WindowsPath.TryParse(path[1..], out var asked, out _)) return null;
        for (var followed = 0; followed < MostLinks; followed++)
        {
            if (Step(asked) is not { } next) return null;
            if (next == asked) return asked;
            asked = next;
        }

        return null;
    }

    /// <inheritdoc/>
    public CanonicalPath Spell(CanonicalPath path) => Real(path.Value) ?? path;

    /// <inheritdoc/>
    public bool IsOwn(FolderHandle folder) => ((Folder)folder).Object.Descriptor.Owner == FreshWindows11.Me;

    /// <inheritdoc/>
    public bool IsReachedAnew(CanonicalPath path, CanonicalPath root, long start) => false;

    /// <summary>
    /// The path with its first link followed, or spelled as the disk does; null when nothing is there.
    /// </summary>
    private CanonicalPath? Step(CanonicalPath path)
    {
        var at = WindowsPath.DriveOf(path);
        var parts = path.Value.Length > 4 ? path.Value[4..].Split('/') : [];
        for (var i = 0; i < parts.Length; i++)
        {
            if (machine.FindLink(WindowsPath.ToWin32(at.Combine(parts[i]))) is not { } found) return null;
            if (found.Object.LinkTarget is { } target)
                return WindowsPath.Parse($@"{target}\{string.Join('\\', parts[(i + 1)..])}");
            at = at.Combine(found.Name);
        }

        return at;
    }

    private sealed class Folder(CanonicalPath path, NtObject item) : FolderHandle(path)
    {
        internal NtObject Object { get; } = item;

        public override bool StampsChanges => false;

        public override EntryFacts? Look(string name)
        {
            if ((name.Length == 0 ? Object : Find(name)) is not { } item) return null;
            var kind = item.LinkTarget is not null ? PathKind.Symlink
                : item.IsContainer ? PathKind.Directory
                : PathKind.File;
            return new(kind, ChangeJournal.Unknown);
        }

        public override FolderHandle? Open(string name) =>
            Path.TryCombine(name, out var path) && Find(name) is { IsContainer: true, LinkTarget: null } item
                ? new Folder(path, item)
                : null;

        public override FolderHandle? OpenUnnamed(string name) => Open(name);

        public override string? Read(string name, int limit) =>
            Find(name) is { IsContainer: false, LinkTarget: null } item && item.Content.Length <= limit
                ? item.Content
                : null;

        public override IReadOnlyList<string> Names() => [.. Object.Entries.Keys];

        public override IReadOnlyList<string>? Folders(int limit) =>
            Object.Entries.Count > limit
                ? null
                : [.. Object.Entries.Where(e => e.Value is { IsContainer: true, LinkTarget: null }).Select(e => e.Key)];

        protected override void Dispose(bool disposing)
        {
        }

        private NtObject? Find(string name) =>
            Object.Entries.FirstOrDefault(e => e.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
    }
}
