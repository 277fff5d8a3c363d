using System.Collections.Immutable;
using Pinfold.Core.Paths;
using Pinfold.Core.WindowsModel;
using Pinfold.Core.WindowsModel.Access;

namespace Pinfold.Core.Planning.Windows;

/// <summary>
/// What planning needs to know of a Windows host. Gathered by a backend, or written down for a host that is elsewhere.
/// </summary>
public sealed record WindowsHostFacts
{
    private Dictionary<CanonicalPath, WindowsPathFacts>? _index;

    /// <summary>The build, 26100 for Windows 11 24H2.</summary>
    public required int Build { get; init; }

    /// <summary>The terminal services session, 0 for services: its number is in the names of kernel objects.</summary>
    public required uint TerminalSession { get; init; }

    /// <summary>Random, used once: names the session's SID, folder and desktop. Letters of ASCII and digits.</summary>
    public required string SessionId { get; init; }

    /// <summary>The token of pinfold itself: account, groups with the logon SID, privileges, level.</summary>
    public required Token Token { get; init; }

    /// <summary>
    /// The pair of key groups that is this session's alone, held by pinfold while the command runs; null when none was
    /// free, or the token has fewer than two.
    /// </summary>
    public KeyPair? Keys { get; init; }

    /// <summary>The system's own access check lets a token in by its pair, and keeps out one without.</summary>
    public bool TellsSessionsApart { get; init; } = true;

    /// <summary>
    /// A label of level medium without policy lets commands write and make files: the system was asked
    /// (<see cref="RootLabelTrial"/>). Null when it could not be: roots keep the label that they have.
    /// </summary>
    public bool? LetsLowerIn { get; init; } = false;

    /// <summary>
    /// Elevated: the place of the proxy's port that pinfold has taken for this session's command; null while it has
    /// none.
    /// </summary>
    public int? ProxySlot { get; init; }

    /// <summary>The profile folder, <c>/C:/Users/me</c>.</summary>
    public required CanonicalPath Home { get; init; }

    /// <summary>
    /// The folder for temporary files, on a volume with access lists; the session's own is made in it.
    /// </summary>
    public required CanonicalPath Temp { get; init; }

    /// <summary>The folder of Pinfold's own state; never readable inside.</summary>
    public required CanonicalPath State { get; init; }

    /// <summary>The volumes with a drive letter.</summary>
    public required ImmutableArray<WindowsVolume> Volumes { get; init; }

    /// <summary>Why <see cref="Volumes"/> may not be all of them, one sentence each.</summary>
    public ImmutableArray<string> VolumeGaps { get; init; } = [];

    /// <summary>What this computer's own server gives to the user.</summary>
    public ImmutableArray<WindowsShare> Shares { get; init; } = [];

    /// <summary>Why <see cref="Shares"/> may not be all of them, one sentence each.</summary>
    public ImmutableArray<string> ShareGaps { get; init; } = [];

    /// <summary>
    /// What <see cref="WindowsPlanner.PathsOfInterest"/> asked for; a path that is absent here is missing.
    /// </summary>
    public required ImmutableArray<WindowsPathFacts> Paths { get; init => (field, _index) = (value, null); }

    /// <summary>
    /// Outermost folders, no roots, whose label lets the fence's level in and where the user has FILE_DELETE_CHILD, as
    /// <c>AppData\LocalLow</c>. Found once and remembered.
    /// </summary>
    public ImmutableArray<WindowsPathFacts> LowFolders { get; init; } = [];

    /// <summary>
    /// What a restricted token that was made for a try did not have, one sentence for each: nothing rests on it then
    /// (Wine).
    /// </summary>
    public ImmutableArray<string> TokenGaps { get; init; } = [];

    /// <summary>Git directories that belong to the workspace.</summary>
    public ImmutableArray<Workspace.GitDirectory> GitDirectories { get; init; } = [];

    /// <summary>
    /// Names inside <see cref="GitDirectories"/> that trusted git would run or obey, existing or not.
    /// </summary>
    public ImmutableArray<CanonicalPath> GitProtected { get; init; } = [];

    /// <summary>
    /// Folders of tools in the profile, as PATH names them: commands of another account have to be given them.
    /// </summary>
    public ImmutableArray<CanonicalPath> ToolFolders { get; init; } = [];

    /// <summary>Nested hand-off names that the last audit found.</summary>
    public ImmutableArray<CanonicalPath> KnownHandoffs { get; init; } = [];

    /// <summary>Paths that <c>deny_read</c> patterns matched in the last audit; null when there was none yet.</summary>
    public ImmutableArray<CanonicalPath>? AuditedSecrets { get; init; }

    /// <summary>The user's account.</summary>
    public Sid User => Token.User;

    /// <summary>What is known of <paramref name="path"/>, found without case; null when it is missing.</summary>
    public WindowsPathFacts? Find(CanonicalPath path) => Index().GetValueOrDefault(path);

    /// <summary>The kind of <paramref name="path"/>.</summary>
    public PathKind KindOf(CanonicalPath path) => Find(path)?.Kind ?? PathKind.Missing;

    /// <summary>The volume of <paramref name="path"/>, or null.</summary>
    public WindowsVolume? VolumeOf(CanonicalPath path)
    {
        WindowsVolume? best = null;
        foreach (var volume in Volumes)
            if (WindowsPath.IsWithin(path, volume.Root)
                && (best is null || volume.Root.Value.Length > best.Root.Value.Length))
                best = volume;
        return best;
    }

    private Dictionary<CanonicalPath, WindowsPathFacts> Index()
    {
        if (_index is not null) return _index;
        var index = new Dictionary<CanonicalPath, WindowsPathFacts>(Paths.Length, WindowsPathComparer.Instance);
        foreach (var path in Paths) index[path.Path] = path;
        return _index = index;
    }
}
