using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.Workspace;
using Pinfold.Linux.Processes;

namespace Pinfold.Linux.Workspace;

/// <summary>Audits one root: what changed since the last audit, whose it is, and what is to be done.</summary>
internal sealed class RootAudit
{
    private static readonly string Unreachable = $"below it a path is longer than {CanonicalPath.MaxBytes} bytes, so that no audit sees what is there";
    private const int Directory = 0x4000;

    private readonly RootState _state;
    private readonly AuditOrder _order;
    private readonly Quarantine _quarantine;
    private readonly HashSet<CanonicalPath> _known;
    private readonly HashSet<CanonicalPath> _git;
    private readonly long _start;
    private readonly List<QuarantinedItem> _quarantined = [];
    private readonly List<CanonicalPath> _learned = [];
    private readonly List<(CanonicalPath, string)> _problems = [];

    internal RootAudit(RootState state, AuditOrder order)
    {
        (_state, _order) = (state, order);
        _quarantine = new(order.Session);

        // Another command may have started earlier, and still run: what it makes is not the user's either.
        _git = [.. order.Git];
        _known = [.. order.Protected, .. order.Released];
        _start = Start(order);
        foreach (var (other, _) in state.Owed(but: order.Session.Name))
        {
            if (other is null) continue;
            _git.UnionWith(other.Git);
            _known.UnionWith(other.Protected);
            _start = Math.Min(_start, Start(other));
        }

        _known.UnionWith(_git);
    }

    internal AuditResult Run()
    {
        var known = _state.ReadKnown(out var purpose);
        foreach (var path in known?.Handoffs ?? []) _known.Add(path);
        using var root = Folder.Open(_order.Root);
        if (root is null) return AuditResult.None; // deleted while the command ran: there is nothing left that could be obeyed
        var index = known?.Purpose == _order.Names.Purpose && FileSystems.StampChanges(root) ? _state.ReadIndex(purpose) : null;
        var scan = FolderScan.Run(root, _order.Names, IsGit, index, _start);
        var judge = new FoundJudge(_start, index);
        var git = new GitChildren(_order.Root, _git, _known);
        git.Find();
        Deal(scan, judge, git);
        Remember(scan, known, index);
        Uncovered();
        return new([.. _quarantined], [.. _learned], [.. _problems, .. scan.Unseen], scan.Folders);
    }

    /// <summary>When the clock of the files was set back in between, the command's files are older by that.</summary>
    private static long Start(AuditOrder order)
    {
        var boot = Clock.SinceBoot;
        if (boot < order.SinceBoot) return order.FileTime; // the machine was started again
        return order.FileTime + Math.Min(0, Clock.FileTime - order.FileTime - (boot - order.SinceBoot) + 20_000_000);
    }

    private bool IsGit(CanonicalPath path) =>
        path.Name == ".git" || path.Value.Contains("/.git/", StringComparison.Ordinal) || _git.Any(path.IsWithin);

    private void Deal(FolderScan scan, FoundJudge judge, GitChildren git)
    {
        foreach (var path in git.Forged) Take(path, "a git directory that the command made, and that trusted git would obey", null, scan);
        foreach (var found in scan.Found.Where(f => f.Kind != FoundKind.Secret).Concat(git.Names.Select(p => new Found(p, FoundKind.Name, -1))).OrderBy(f => f.Path))
        {
            if (_known.Contains(found.Path) || _quarantined.Any(q => found.Path.IsWithin(q.Origin))) continue;
            if (IsPlaceholder(found.Path)) scan.Distrust(found);
            else if (found.Kind == FoundKind.Unreachable && !judge.IsCommands(found)) _problems.Add((found.Path, Unreachable));
            else if (git.Vouches(found.Path) || !judge.IsCommands(found)) Learn(found.Path);
            else Take(found.Path, Reason(found.Kind), found, scan);
        }
    }

    /// <summary>The empty folder with which another session, that still runs, takes an absent name; it goes with that session.</summary>
    private static bool IsPlaceholder(CanonicalPath path)
    {
        using var folder = Folder.Open(path);
        return folder is not null && folder.Stat("", out var stat) && StalePlaceholders.IsOne(stat) && folder.Names().Count == 0;
    }

    /// <summary>
    /// A protected file that a program outside replaced meanwhile: rename(2) over it took our mount away with it, and the new file could
    /// be written inside from then on.
    /// </summary>
    private void Uncovered()
    {
        foreach (var path in _order.Protected.Where(p => p.IsWithin(_order.Root)))
        {
            using var folder = Folder.Open(path.Parent);
            if (folder is not null && folder.Stat(path.Name, out var stat) && stat.Change.Total >= _start && stat.Kind != Directory)
                _problems.Add((path, "it was changed from outside while the command ran, and could be changed inside after that: look at it"));
        }
    }

    private static string Reason(FoundKind kind) => kind switch
    {
        FoundKind.Bare => "it makes its folder a repository, whose config and hooks trusted git would obey",
        FoundKind.Unreachable => Unreachable,
        FoundKind.GitLink => "a link in a git directory, through which trusted git would write",
        _ => "a hand-off name that the command made or changed",
    };

    private void Learn(CanonicalPath path)
    {
        _known.Add(path);
        _learned.Add(path);
    }

    private void Take(CanonicalPath path, string reason, Found? found, FolderScan scan)
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
        catch (IOException e)
        {
            if (found is not null) scan.Distrust(found);
            _problems.Add((path, Quarantine.Disarm(path) is { } name ? $"renamed to {name}, as it could not be moved: {e.Message}" : e.Message));
        }
    }

    /// <summary>Names first, folders after: a list of folders counts only together with the names that were written with it.</summary>
    private void Remember(FolderScan scan, KnownNames? before, FolderIndex? index)
    {
        var secrets = scan.Found.Where(f => f.Kind == FoundKind.Secret).Select(f => f.Path);
        if (index is not null) secrets = secrets.Concat(before!.Secrets);
        var handoffs = (before?.Handoffs ?? []).Concat(scan.Found.Where(f => f.Kind != FoundKind.Secret && _known.Contains(f.Path)).Select(f => f.Path)).Concat(_learned);
        var known = new KnownNames(_order.Names.Purpose, Existing(handoffs), Existing(secrets));
        var purpose = _state.WriteKnown(known, out var changed);
        if (changed || scan.Changed || index is null) scan.Save(_state, purpose);
    }

    private ImmutableArray<CanonicalPath> Existing(IEnumerable<CanonicalPath> paths)
    {
        return [.. paths.Distinct().Where(Exists).Order()];

        bool Exists(CanonicalPath path)
        {
            using var folder = path.IsWithin(_order.Root) ? Folder.Open(path.Parent) : null;
            return folder is not null && folder.Stat(path.Name, out _);
        }
    }
}
