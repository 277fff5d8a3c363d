using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Workspace;

/// <summary>Audits one root: what changed since the last audit, whose it is, and what is to be done.</summary>
internal sealed class RootAudit
{
    private static readonly string Unreachable = $"below it a path is longer than {CanonicalPath.MaxBytes} bytes, "
        + "so that no audit sees what is there";

    private readonly IAuditHost _host;
    private readonly RootNotes _notes;
    private readonly AuditOrder _order;
    private readonly Quarantine _quarantine;
    private readonly HashSet<CanonicalPath> _known;
    private readonly HashSet<CanonicalPath> _git;
    private readonly long _start;
    private readonly List<QuarantinedItem> _quarantined = [];
    private readonly List<CanonicalPath> _learned = [];
    private readonly List<(CanonicalPath, string)> _problems = [];

    internal RootAudit(IAuditHost host, RootNotes notes, AuditOrder order)
    {
        (_host, _notes, _order) = (host, notes, order);
        _quarantine = host.QuarantineOf(order.Session);

        // Another command may have started earlier, and still run: what it makes is not the user's either.
        _git = new(order.Git, host.Comparer);
        _known = new([.. order.Protected, .. order.Released], host.Comparer);
        _start = host.StartOf(order);
        foreach (var other in notes.Owed(but: order.Session.Name))
        {
            _git.UnionWith(other.Git);
            _known.UnionWith(other.Protected);
            _start = Math.Min(_start, host.StartOf(other));
        }

        _known.UnionWith(_git);
    }

    internal AuditResult Run()
    {
        var known = _notes.ReadKnown(out var purpose);
        foreach (var path in known?.Handoffs ?? []) _known.Add(path);
        using var root = _host.Open(_order.Root);
        // deleted while the command ran: there is nothing left that could be obeyed
        if (root is null) return AuditResult.None;
        var index = known?.Purpose == _order.Names.Purpose && root.StampsChanges ? _notes.ReadIndex(purpose) : null;
        var scan = _host.Scan(root, _order.Names, IsGit, index, _start);
        var judge = new FoundJudge(_host, _order.Root, _start, index);
        var git = new GitChildren(_host, _order.Root, _git, _known);
        git.Find();
        Deal(scan, judge, git);
        Remember(scan, known, index);
        Uncovered();
        return new([.. _quarantined], [.. _learned], [.. _problems, .. scan.Unseen], scan.Folders);
    }

    private bool IsGit(CanonicalPath path) =>
        path.Name == ".git" || path.Value.Contains("/.git/", StringComparison.Ordinal) || _git.Any(path.IsWithin);

    private void Deal(IFolderScan scan, FoundJudge judge, GitChildren git)
    {
        foreach (var path in git.Forged)
            Take(path, "a git directory that the command made, and that trusted git would obey", null, scan);
        foreach (var found in scan.Found.Where(f => f.Kind != FoundKind.Secret)
            .Concat(git.Names.Select(p => new Found(p, FoundKind.Name, -1))).OrderBy(f => f.Path))
        {
            if (_known.Contains(found.Path) || _quarantined.Any(q => found.Path.IsWithin(q.Origin))) continue;
            if (IsPlaceholder(found.Path)) scan.Distrust(found);
            else if (found.Kind is FoundKind.Unreachable or FoundKind.Closed && !judge.IsCommands(found))
                _problems.Add((found.Path, Reason(found.Kind)));
            else if (git.Vouches(found.Path) || !judge.IsCommands(found)) Learn(found.Path);
            else Take(found.Path, Reason(found.Kind), found, scan);
        }
    }

    /// <summary>
    /// The empty folder with which another session, that still runs, takes an absent name; it goes with that session.
    /// </summary>
    private bool IsPlaceholder(CanonicalPath path)
    {
        using var folder = _host.Open(path);
        try
        {
            return folder?.Look("") is { IsTaken: true } && folder.Names().Count == 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>
    /// A protected file that a program outside replaced meanwhile, and the protection with it: the new file could be
    /// written inside from then on.
    /// </summary>
    private void Uncovered()
    {
        foreach (var path in _order.Protected.Where(p => p.IsWithin(_order.Root)))
        {
            using var folder = _host.Open(path.Parent);
            if (folder is not null && _host.IsUncovered(folder, path.Name, _start))
                _problems.Add((path, "it was changed from outside while the command ran, and could be changed inside after that: look at it"));
        }
    }

    private static string Reason(FoundKind kind) => kind switch
    {
        FoundKind.Bare => "it makes its folder a repository, whose config and hooks trusted git would obey",
        FoundKind.Unreachable => Unreachable,
        FoundKind.Closed => "a folder that nobody may look into, so that no audit sees what is there",
        FoundKind.GitLink => "a link in a git directory, through which trusted git would write",
        _ => "a hand-off name that was made or changed while the command ran",
    };

    private void Learn(CanonicalPath path)
    {
        _known.Add(path);
        _learned.Add(path);
    }

    private void Take(CanonicalPath path, string reason, Found? found, IFolderScan scan)
    {
        if (found is not null && IsPlaceholder(path)) // since a moment ago
        {
            scan.Distrust(found);
            return;
        }

        try
        {
            _quarantined.Add(_quarantine.Take(path, reason, _order.Root));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (found is not null) scan.Distrust(found);
            _problems.Add((path, _quarantine.Disarm(path) is { } name
                ? $"renamed to {name}, as it could not be moved: {e.Message}"
                : e.Message));
        }
    }

    /// <summary>
    /// Names first, folders after: a list of folders counts only together with the names that were written with it.
    /// </summary>
    private void Remember(IFolderScan scan, KnownNames? before, FolderIndex? index)
    {
        var secrets = scan.Found.Where(f => f.Kind == FoundKind.Secret).Select(f => f.Path);
        if (index is not null) secrets = secrets.Concat(before!.Secrets);
        var handoffs = (before?.Handoffs ?? [])
            .Concat(scan.Found.Where(f => f.Kind != FoundKind.Secret && _known.Contains(f.Path)).Select(f => f.Path))
            .Concat(_learned);
        var known = new KnownNames(_order.Names.Purpose, Existing(handoffs), Existing(secrets));
        var purpose = _notes.WriteKnown(known, out var changed);
        if (changed || scan.Changed || index is null) scan.Save(_notes, purpose);
    }

    private ImmutableArray<CanonicalPath> Existing(IEnumerable<CanonicalPath> paths)
    {
        return [.. paths.Distinct(_host.Comparer).Where(Exists).Order()];

        bool Exists(CanonicalPath path)
        {
            using var folder = path.IsWithin(_order.Root) ? _host.Open(path.Parent) : null;
            return folder?.Look(path.Name) is not null;
        }
    }
}
