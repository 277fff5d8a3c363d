using System.Collections.Immutable;
using Pinfold.Core.Paths;

namespace Pinfold.Core.Planning;

/// <summary>
/// What planning needs to know of a host. Gathered by a backend, or written down by a test for a host that is
/// elsewhere.
/// </summary>
public sealed record HostFacts
{
    /// <summary>Kernel release, for people.</summary>
    public required string Kernel { get; init; }

    /// <summary>Landlock ABI (landlock_create_ruleset(2)); 0 where there is none.</summary>
    public required int LandlockAbi { get; init; }

    /// <summary>Null when a user namespace could be made, else the reason why not.</summary>
    public required string? NoUserNamespaces { get; init; }

    /// <summary>seccomp(2) filters can be loaded.</summary>
    public required bool Seccomp { get; init; }

    /// <summary>seccomp_unotify(2) works.</summary>
    public required bool SeccompNotify { get; init; }

    /// <summary>/proc is mounted.</summary>
    public required bool Proc { get; init; }

    /// <summary>The user's id.</summary>
    public required uint Uid { get; init; }

    /// <summary>The user's group id.</summary>
    public required uint Gid { get; init; }

    /// <summary>The account that commands run as, in elevated mode; null in the unelevated one.</summary>
    public AccountFacts? Account { get; init; }

    /// <summary>The user's home folder.</summary>
    public required CanonicalPath Home { get; init; }

    /// <summary>The folder of Pinfold's own state; never visible inside.</summary>
    public required CanonicalPath State { get; init; }

    /// <summary>
    /// cgroup folders that the user may make for this session; looked up only when a limit needs one.
    /// </summary>
    public ImmutableArray<CgroupFacts> Cgroups { get; init; } = [];

    /// <summary>Where a path of <c>deny_read</c> really lies, for those that are links or lie behind one.</summary>
    public IReadOnlyDictionary<CanonicalPath, CanonicalPath> BehindLinks { get; init; } =
        new Dictionary<CanonicalPath, CanonicalPath>();

    /// <summary>
    /// The kinds of the paths that <see cref="Planner.PathsOfInterest"/> asked for; one that is absent here is missing.
    /// </summary>
    public required IReadOnlyDictionary<CanonicalPath, PathKind> Paths { get; init; }

    /// <summary>
    /// Git directories that belong to the workspace (its own, its worktrees', its submodules', known nested ones).
    /// </summary>
    public ImmutableArray<Workspace.GitDirectory> GitDirectories { get; init; } = [];

    /// <summary>
    /// Names inside <see cref="GitDirectories"/> that trusted git would run or obey, existing or not.
    /// </summary>
    public ImmutableArray<CanonicalPath> GitProtected { get; init; } = [];

    /// <summary>Paths that <c>deny_read</c> patterns matched in the last audit; null when there was none yet.</summary>
    public ImmutableArray<CanonicalPath>? AuditedSecrets { get; init; }

    /// <summary>Nested hand-off names that the last audit found.</summary>
    public ImmutableArray<CanonicalPath> KnownHandoffs { get; init; } = [];

    /// <summary>Writable roots whose file system is mounted read-only: nothing there can change anyway.</summary>
    public ImmutableArray<CanonicalPath> ReadOnlyRoots { get; init; } = [];

    /// <summary>
    /// Folders of the user's, outside of the home, that others may not enter and that writable roots lie in; looked up
    /// in elevated mode.
    /// </summary>
    public ImmutableArray<CanonicalPath> ClosedFolders { get; init; } = [];

    /// <summary>
    /// Those of the home, <see cref="ClosedFolders"/> and the roots whose file system knows no idmapped mounts; looked
    /// up in elevated mode.
    /// </summary>
    public ImmutableArray<CanonicalPath> Unmappable { get; init; } = [];

    /// <summary>The kind of <paramref name="path"/>.</summary>
    public PathKind KindOf(CanonicalPath path) => Paths.GetValueOrDefault(path, PathKind.Missing);
}
