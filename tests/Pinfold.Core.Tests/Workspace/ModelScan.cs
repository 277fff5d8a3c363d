using System.Text;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;

namespace Pinfold.Core.Tests.Workspace;

/// <summary>Every folder, each time.</summary>
internal sealed class ModelScan : IFolderScan
{
    private readonly List<Found> _found = [];
    private readonly AuditNames _names;
    private readonly Func<CanonicalPath, bool> _isGit;

    internal ModelScan(ModelHost host, FolderHandle root, AuditNames names, Func<CanonicalPath, bool> isGit)
    {
        (_names, _isGit) = (names, isGit);
        Read(host, root.Path);
    }

    public IReadOnlyList<Found> Found => _found;

    public IReadOnlyList<(CanonicalPath Path, string Reason)> Unseen => [];

    public bool Changed => false;

    public int Folders { get; private set; }

    public void Distrust(Found found)
    {
    }

    public void Save(RootNotes notes, uint purpose)
    {
    }

    private void Read(ModelHost host, CanonicalPath path)
    {
        Folders++;
        if (host.Open(path) is not { } folder)
        {
            _found.Add(new(path, FoundKind.Closed, -1));
            return;
        }

        var layout = new GitLayout();
        foreach (var name in folder.Names())
        {
            var bytes = Encoding.UTF8.GetBytes(name);
            layout.See(bytes);
            if (_names.IsHandoff(bytes)) _found.Add(new(path.Combine(name), FoundKind.Name, -1));
            if (folder.Look(name)!.Value.Kind == PathKind.Directory) Read(host, path.Combine(name));
        }

        if (layout.IsRepository && !_isGit(path)) _found.Add(new(path.Combine("HEAD"), FoundKind.Bare, -1));
    }
}
